package dev.tickgate.testing;

import dev.tickgate.store.Database;
import dev.tickgate.store.DatabaseSettings;
import dev.tickgate.store.DatabaseUrl;
import dev.tickgate.store.DatabaseUrl.Reading.Read;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A new database of the one PostgreSQL server that the tests of a JVM share; the server stops with
 * the JVM. Each test class opens its own database and closes it.
 */
public final class DatabaseFixture implements AutoCloseable {
  private static final class Server {
    private static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setPort(Ports.free())
            .setServerConfig("timezone", "UTC")
            .setServerConfig("max_connections", "200")
            .setServerConfig("max_prepared_transactions", "10")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final PgConnectOptions options;
  private final Pool pool;

  private DatabaseFixture(PgConnectOptions options, Pool pool) {
    this.options = options;
    this.pool = pool;
  }

  public static DatabaseFixture create(Vertx vertx) {
    return create(vertx, "");
  }

  /** Creates a database that only stores the characters of Western Europe. */
  public static DatabaseFixture createLatin1(Vertx vertx) {
    return create(vertx, " encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0");
  }

  private static DatabaseFixture create(Vertx vertx, String how) {
    String name = "t" + UUID.randomUUID().toString().replace("-", "");
    PgConnectOptions admin = options("postgres");
    Pool pool = pool(vertx, admin, 1);
    await(pool.query("create database " + name + how).execute().eventually(pool::close));
    return new DatabaseFixture(options(name), pool(vertx, options(name), 30));
  }

  /** Returns a database of another server, which its test starts and stops. */
  public static DatabaseFixture of(Vertx vertx, PgConnectOptions options) {
    return new DatabaseFixture(options, pool(vertx, options, 30));
  }

  private static PgConnectOptions options(String database) {
    return new PgConnectOptions()
        .setHost("127.0.0.1")
        .setPort(Server.RUNNING.getPort())
        .setDatabase(database)
        .setUser("postgres");
  }

  private static Pool pool(Vertx vertx, PgConnectOptions options, int size) {
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(size))
        .connectingTo(options)
        .using(vertx)
        .build();
  }

  public PgConnectOptions options() {
    return new PgConnectOptions(options);
  }

  /** Opens the database as the product does. */
  public static Database open(Vertx vertx, PgConnectOptions options) {
    String url =
        "postgresql://%s@%s:%d/%s?sslmode=disable"
            .formatted(
                options.getUser(), options.getHost(), options.getPort(), options.getDatabase());
    return new Database(vertx, DatabaseSettings.of(((Read) DatabaseUrl.read(url)).url()));
  }

  public String url() {
    return "postgresql://postgres@127.0.0.1:" + options.getPort() + "/" + options.getDatabase();
  }

  /** Returns the pool for statements of the tests. */
  public Pool pool() {
    return pool;
  }

  public RowSet<Row> run(String sql) {
    return await(pool.query(sql).execute());
  }

  public static <T> T await(Future<T> future) {
    try {
      return future.await(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    await(pool.close());
  }
}
