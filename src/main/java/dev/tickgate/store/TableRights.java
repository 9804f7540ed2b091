package dev.tickgate.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.util.List;

/**
 * Finds tables of a part that are missing, or that the user may not read and write.
 *
 * @param tables the names of the tables, with their schemas
 */
record TableRights(String part, List<String> tables) {
  private static final String FAULTS =
      """
      select string_agg(name, ', ' order by number) filter (where t is null) as missing,
        string_agg(name, ', ' order by number) filter (where not (
          has_table_privilege(t, 'select') and has_table_privilege(t, 'insert')
          and has_table_privilege(t, 'update') and has_table_privilege(t, 'delete'))) as forbidden
      from unnest($1::text[]) with ordinality as wanted (name, number)
      cross join lateral to_regclass(name) t
      """;

  /**
   * Checks the tables after the migrations of this version; failed with the names of the faulty
   * ones.
   */
  Future<Void> check(SqlConnection connection) {
    return connection
        .preparedQuery(FAULTS)
        .execute(Tuple.tuple().addArrayOfString(tables.toArray(String[]::new)))
        .map(rows -> rows.iterator().next())
        .compose(this::faults);
  }

  private Future<Void> faults(Row found) {
    String missing = found.getString("missing");
    if (missing != null) {
      return Future.failedFuture(
          new IOException(
              "these tables are missing, although tickgate.schema_version says that the part %s was created: %s; restore them from a backup"
                  .formatted(part, missing)));
    }
    String forbidden = found.getString("forbidden");
    return forbidden == null
        ? Future.succeededFuture()
        : Future.failedFuture(
            new IOException("the user may not read and write these tables: " + forbidden));
  }
}
