package dev.tickgate.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The tables of one part of ours in the coordination database, by version; any number of nodes may
 * start at once.
 *
 * @param part a folder of {@code /db}
 * @param versions its files, in order
 */
public record Schema(String part, List<String> versions) {
  private static final String EXISTS =
      "select to_regclass('tickgate.schema_version') is not null as exists";
  private static final String VERSION =
      "select coalesce(max(version), 0) as version from tickgate.schema_version"
          + " where part = $1";

  private static final String FORBIDDEN =
      """
      select string_agg(c.oid::regclass::text, ', ' order by c.relname)
      from pg_class c
      where c.relnamespace = 'tickgate'::regnamespace and c.relkind in ('r', 'p')
        and not (has_table_privilege(c.oid, 'select') and has_table_privilege(c.oid, 'insert')
          and has_table_privilege(c.oid, 'update') and has_table_privilege(c.oid, 'delete'))
      """;

  /** "tickgate" in ASCII: nobody else's lock. */
  public static final long LOCK_KEY = 8388345093901349989L;

  private static final String LOCK = "select pg_advisory_xact_lock(" + LOCK_KEY + ")";

  /**
   * Creates the schema, under the lock. "if not exists" alone asks for the right to create schemas
   * also where it exists.
   */
  public static final String CREATE =
      """
      do $$ begin
        if to_regnamespace('tickgate') is null then create schema tickgate; end if;
      end $$
      """;

  private static final String FIRST =
      """
      set local client_min_messages = warning;
      create table if not exists tickgate.schema_version (
        part text not null,
        version integer not null,
        at timestamptz not null default clock_timestamp(),
        primary key (part, version))
      """;

  public Schema {
    versions = List.copyOf(versions);
  }

  /** Brings the schema to this version's; needs no right to create where it is there already. */
  public Future<Void> migrate(Pool pool) {
    return pool.withConnection(this::version)
        .compose(
            version ->
                version >= versions.size()
                    ? Future.succeededFuture()
                    : pool.withTransaction(this::apply));
  }

  /**
   * Does what {@link #migrate} would do, asks for the rights on the tables, and takes all of it
   * back.
   *
   * @return failed where a node could not use its schema
   */
  public Future<Void> rehearse(Pool pool) {
    return pool.withConnection(
        connection ->
            connection
                .begin()
                .compose(
                    transaction ->
                        apply(connection)
                            .compose(applied -> connection.query(FORBIDDEN).execute())
                            .compose(Schema::allowed)
                            .eventually(transaction::rollback)));
  }

  private static Future<Void> allowed(RowSet<Row> answer) {
    String tables = only(answer).getString(0);
    return tables == null
        ? Future.succeededFuture()
        : Future.failedFuture(
            new IOException("the user may not read and write these tables: " + tables));
  }

  private Future<Integer> version(SqlConnection connection) {
    return connection
        .query(EXISTS)
        .execute()
        .compose(
            found ->
                only(found).getBoolean("exists")
                    ? connection
                        .preparedQuery(VERSION)
                        .execute(Tuple.of(part))
                        .map(row -> only(row).getInteger(0))
                    : Future.succeededFuture(0));
  }

  private Future<Void> apply(SqlConnection connection) {
    return connection
        .query(LOCK)
        .execute()
        .compose(locked -> connection.query(CREATE).execute())
        .compose(created -> connection.query(FIRST).execute())
        .compose(created -> version(connection))
        .compose(version -> applyFrom(connection, version));
  }

  private Future<Void> applyFrom(SqlConnection connection, int version) {
    if (version >= versions.size()) {
      return Future.succeededFuture();
    }
    String sql =
        read(versions.get(version))
            + ";insert into tickgate.schema_version (part, version) values ('"
            + part
            + "', "
            + (version + 1)
            + ")";
    return connection.query(sql).execute().compose(done -> applyFrom(connection, version + 1));
  }

  private String read(String name) {
    try (InputStream in = Schema.class.getResourceAsStream("/db/" + part + "/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row only(RowSet<Row> rows) {
    return rows.iterator().next();
  }
}
