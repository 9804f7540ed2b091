package dev.tickgate.feed;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Our own tables in the coordination database, by version; any number of nodes may start at once.
 */
final class Schema {
  private static final List<String> VERSIONS =
      List.of("V1__feed_and_journal.sql", "V2__timeline.sql");
  private static final String EXISTS =
      "select to_regclass('tickgate.schema_version') is not null as exists";
  private static final String VERSION =
      "select coalesce(max(version), 0) as version from tickgate.schema_version"
          + " where part = 'feed'";

  /** "tickgate" in ASCII: nobody else's lock. */
  static final long LOCK_KEY = 8388345093901349989L;

  private static final String LOCK = "select pg_advisory_xact_lock(" + LOCK_KEY + ")";
  private static final String FIRST =
      """
      set local client_min_messages = warning;
      create schema if not exists tickgate;
      create table if not exists tickgate.schema_version (
        part text not null,
        version integer not null,
        at timestamptz not null default clock_timestamp(),
        primary key (part, version))
      """;

  private Schema() {}

  /** Brings the schema to this version's; needs no right to create where it is there already. */
  static Future<Void> migrate(Pool pool) {
    return pool.withConnection(Schema::version)
        .compose(
            version ->
                version >= VERSIONS.size()
                    ? Future.succeededFuture()
                    : pool.withTransaction(Schema::apply));
  }

  private static Future<Integer> version(SqlConnection connection) {
    return connection
        .query(EXISTS)
        .execute()
        .compose(
            found ->
                only(found).getBoolean("exists")
                    ? connection.query(VERSION).execute().map(row -> only(row).getInteger(0))
                    : Future.succeededFuture(0));
  }

  private static Future<Void> apply(SqlConnection connection) {
    return connection
        .query(LOCK)
        .execute()
        .compose(locked -> connection.query(FIRST).execute())
        .compose(created -> version(connection))
        .compose(version -> applyFrom(connection, version));
  }

  private static Future<Void> applyFrom(SqlConnection connection, int version) {
    if (version >= VERSIONS.size()) {
      return Future.succeededFuture();
    }
    String sql =
        read(VERSIONS.get(version))
            + ";insert into tickgate.schema_version (part, version) values ('feed', "
            + (version + 1)
            + ")";
    return connection.query(sql).execute().compose(done -> applyFrom(connection, version + 1));
  }

  private static String read(String name) {
    try (InputStream in = Schema.class.getResourceAsStream("/db/feed/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row only(RowSet<Row> rows) {
    return rows.iterator().next();
  }
}
