package dev.tickgate.store;

import dev.tickgate.store.DatabaseUrl.Host;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Opens all connections to a database. Each connection, pooled or single, uses a host and the
 * encryption as its URL defines. Opens no connection before the first use. Any thread may call.
 */
public final class Database {
  private static final String APPLICATION = "tickgate";

  private final Vertx vertx;
  private final DatabaseSettings settings;
  private final String application;
  private final Connections connections;
  private final ServerChoice choice;

  public Database(Vertx vertx, DatabaseSettings settings) {
    this(vertx, settings, APPLICATION);
  }

  private Database(Vertx vertx, DatabaseSettings settings, String application) {
    this.vertx = vertx;
    this.settings = settings;
    this.application = application;
    DatabaseUrl url = settings.url();
    this.connections = new Connections(vertx, url);
    this.choice =
        new ServerChoice(url, connections, new Encryption(vertx, url, this::options, connections));
  }

  /**
   * Returns the same database, whose connections have that application name where the URL has none.
   */
  public Database named(String application) {
    return new Database(vertx, settings, application);
  }

  /**
   * Returns the same database by the URL at which LISTEN and session locks work; empty where there
   * is none.
   */
  public Optional<Database> sessions() {
    return settings.sessionUrl().map(url -> new Database(vertx, DatabaseSettings.of(url)));
  }

  /** Creates a pool, which connects when first used; the caller closes it. */
  public Pool pool() {
    return PgBuilder.pool()
        .with(Pools.size())
        .with(Pools.net(settings.url().connectTimeout()))
        .connectingTo(() -> choice.choose().map(options -> options))
        .using(vertx)
        .build();
  }

  /** Opens a single connection; the caller closes it. */
  public Future<PgConnection> connect() {
    return choice.choose().compose(connections::open);
  }

  /**
   * Connects, and describes the server.
   *
   * @return failed with an {@link IOException} that names the server
   */
  public Future<DatabaseReport> describe() {
    return choice
        .choose()
        .compose(
            chosen ->
                new Description(
                        chosen.getHost() + ":" + chosen.getPort(), () -> connections.open(chosen))
                    .report());
  }

  private PgConnectOptions options(Host host) {
    DatabaseUrl url = settings.url();
    boolean session = settings.pooling() == Pooling.SESSION;
    // No other parameters, because a pooler refuses unknown ones.
    Map<String, String> startup = new HashMap<>();
    startup.put("client_encoding", "utf8");
    startup.put("DateStyle", "ISO");
    startup.put("application_name", application);
    startup.putAll(url.startup());
    return new PgConnectOptions()
        .setHost(host.name())
        .setPort(host.port())
        .setDatabase(url.database())
        .setUser(url.user())
        .setPassword(url.password().orElse(""))
        .setProperties(startup)
        // The statements are few and never change; a cached one takes one round trip instead of
        // two.
        .setCachePreparedStatements(session)
        .setUseLayer7Proxy(!session);
  }

  /** Returns the URL without the password. */
  @Override
  public String toString() {
    return settings.url().toString();
  }
}
