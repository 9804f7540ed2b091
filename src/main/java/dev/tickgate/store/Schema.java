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

  /** "tickgate" in ASCII: nobody else's lock. */
  public static final long LOCK_KEY = 8388345093901349989L;

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
        .compose(locked -> connection.query(FIRST).execute())
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
