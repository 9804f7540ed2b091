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
import java.util.regex.Pattern;

/**
 * The tables of one part of Tickgate, by version. Any number of nodes may migrate at once.
 *
 * @param part a folder of {@code /db}
 * @param namespace the schema of the database that has the tables
 * @param versions its files, in order
 */
public record Schema(String part, String namespace, List<String> versions) {
  /** The schema with the versions of all parts, and the tables of nearly all. */
  private static final String TICKGATE = "tickgate";

  // Without the usage right to_regclass fails, and its message does not name the missing right.
  private static final String EXISTS =
      """
      select case when has_schema_privilege(to_regnamespace('tickgate'), 'usage')
        then to_regclass('tickgate.schema_version') is not null else false end as exists
      """;

  private static final String VERSION =
      "select coalesce(max(version), 0) as version from tickgate.schema_version"
          + " where part = $1";

  // The key is "tickgate" in ASCII: no other application uses this lock.
  private static final String LOCK = "select pg_advisory_xact_lock(8388345093901349989)";

  private static final String FIRST =
      """
      set local client_min_messages = warning;
      create table if not exists tickgate.schema_version (
        part text not null,
        version integer not null,
        at timestamptz not null default clock_timestamp(),
        primary key (part, version))
      """;

  private static final Pattern CREATED =
      Pattern.compile("(?m)^create table (?:if not exists )?([a-z_]+\\.[a-z_]+)");

  public Schema {
    versions = List.copyOf(versions);
  }

  /** Creates a part with tables in the schema {@code tickgate}. */
  public Schema(String part, List<String> versions) {
    this(part, TICKGATE, versions);
  }

  /**
   * Creates the schema {@code tickgate} where it is missing. The lock is held until the end of the
   * transaction.
   *
   * @return failed with {@link SchemaRefusal} where the user may not create it
   */
  public static Future<Void> create(SqlConnection connection) {
    return connection
        .query(LOCK)
        .execute()
        .compose(locked -> new Namespace(TICKGATE).ensure(connection));
  }

  /**
   * Migrates the tables to this version; needs no right to create tables where they exist already.
   *
   * @return failed with {@link SchemaRefusal} where the user may not create them
   */
  public Future<Void> migrate(Pool pool) {
    return pool.withConnection(this::version)
        .compose(
            version ->
                version >= versions.size()
                    ? Future.succeededFuture()
                    : pool.withTransaction(this::apply));
  }

  /** Whether the tables of this version were created; they may have been dropped since. */
  public Future<Boolean> isApplied(Pool pool) {
    return pool.withConnection(this::version).map(version -> version >= versions.size());
  }

  /**
   * Does what {@link #migrate} would do, checks the tables and the rights on them, and rolls
   * everything back.
   *
   * @return failed where a node could not use the tables
   */
  public Future<Void> rehearse(Pool pool) {
    return pool.withConnection(
        connection ->
            connection
                .begin()
                .compose(
                    transaction ->
                        version(connection)
                            .compose(
                                version ->
                                    version >= versions.size()
                                        ? Future.succeededFuture()
                                        : apply(connection))
                            .compose(applied -> new TableRights(part, tables()).check(connection))
                            .eventually(transaction::rollback)));
  }

  private List<String> tables() {
    return versions.stream()
        .flatMap(file -> CREATED.matcher(read(file)).results())
        .map(created -> created.group(1))
        .toList();
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
    return create(connection)
        .compose(created -> connection.query(FIRST).execute())
        .compose(created -> new Namespace(namespace).ensure(connection))
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
