package dev.tickgate.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/** A schema of the database that Tickgate creates tables in. */
record Namespace(String name) {
  private static final String STATE =
      """
      select s is not null as present,
        s is not null and has_schema_privilege(s, 'usage') and has_schema_privilege(s, 'create')
          as usable,
        has_database_privilege(current_database(), 'create') as creatable,
        quote_ident(current_user) as grantee, current_database()::text as database
      from to_regnamespace($1) s
      """;

  /**
   * Creates the schema where it is missing. "create schema if not exists" would require the right
   * to create schemas even where the schema exists.
   *
   * @return failed with {@link SchemaRefusal} where the user may not create it, or tables in it
   */
  Future<Void> ensure(SqlConnection connection) {
    return connection
        .preparedQuery(STATE)
        .execute(Tuple.of(name))
        .map(rows -> rows.iterator().next())
        .compose(
            state -> {
              if (state.getBoolean("usable")) {
                return Future.succeededFuture();
              }
              if (state.getBoolean("present")) {
                return Future.failedFuture(unusable(state));
              }
              return state.getBoolean("creatable")
                  ? connection.query("create schema " + name).execute().mapEmpty()
                  : Future.failedFuture(missing(state));
            });
  }

  private SchemaRefusal missing(Row state) {
    return new SchemaRefusal(
        "the schema %1$s is missing, and the user %2$s may not create it in the database %3$s: let an administrator of the database run \"create schema %1$s authorization %2$s\" there"
            .formatted(name, state.getString("grantee"), state.getString("database")));
  }

  private SchemaRefusal unusable(Row state) {
    return new SchemaRefusal(
        "the user %2$s may not create tables in the schema %1$s of the database %3$s: let the owner of the schema run \"grant usage, create on schema %1$s to %2$s\" there"
            .formatted(name, state.getString("grantee"), state.getString("database")));
  }
}
