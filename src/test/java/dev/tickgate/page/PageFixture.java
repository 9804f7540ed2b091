package dev.tickgate.page;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import dev.tickgate.Node;
import dev.tickgate.config.Config;
import dev.tickgate.config.Config.Loading.Ready;
import dev.tickgate.demo.DemoTable;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Ports;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A node whose table only the test fills, and pages opened on it. One thread. */
final class PageFixture implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final DatabaseFixture database = DatabaseFixture.create(vertx);
  private final Browser browser;
  private final Map<String, String> settings;
  private final int port = Ports.free();
  private Optional<Node> node = Optional.empty();

  PageFixture(Browser browser) {
    this(browser, Map.of());
  }

  /**
   * @param settings by their variables, over those of all beds
   */
  PageFixture(Browser browser, Map<String, String> settings) {
    this(browser, settings, "select 1");
  }

  /**
   * @param sql what the node finds in the database, beside the demo's table
   */
  PageFixture(Browser browser, Map<String, String> settings, String sql) {
    this.browser = browser;
    this.settings = settings;
    await(DemoTable.create(database.pool()));
    database.run(sql);
    startNode();
  }

  Vertx vertx() {
    return vertx;
  }

  int port() {
    return port;
  }

  /** Starts a node on the port and the data of the one before. */
  void startNode() {
    Ready ready = (Ready) Config.load(Optional.empty(), environment(), Optional.empty());
    node = Optional.of(await(Node.start(ready.config()).compose(Node::ready)));
  }

  /** The settings of the node, by their variables. */
  Map<String, String> environment() {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "DATABASE_URL", database.url(),
                "TICKGATE_HTTP_HOST", "127.0.0.1",
                "TICKGATE_HTTP_PORT", Integer.toString(port),
                "TICKGATE_OPS_PORT", "0",
                "TICKGATE_DEMO_ENABLED", "false",
                "TICKGATE_DRAIN", "100ms"));
    all.putAll(settings);
    return all;
  }

  void stopNode() {
    node.ifPresent(running -> await(running.close()));
    node = Optional.empty();
  }

  TickerPage open() {
    return open(new Browser.NewContextOptions(), context -> {});
  }

  /**
   * Opens the page.
   *
   * @param prepare what to change before the page is loaded
   */
  TickerPage open(Browser.NewContextOptions options, Consumer<BrowserContext> prepare) {
    BrowserContext context = browser.newContext(options);
    prepare.accept(context);
    return new TickerPage(context, "http://127.0.0.1:" + port);
  }

  /** A quote made now. */
  void insert(double bid, double ask) {
    insert(bid, ask, Duration.ZERO);
  }

  void insert(double bid, double ask, Duration ago) {
    database.run(
        "insert into ticker_usd_jpy values (now() at time zone 'UTC' - interval '%d s', %s, %s)"
            .formatted(ago.toSeconds(), bid, ask));
  }

  /**
   * Inserts the quote until the page is live: a machine that stands still may make it old before
   * the page has it.
   *
   * @return when the last one was inserted, by {@link System#nanoTime()}
   */
  long insertUntilLive(TickerPage page, double bid, double ask, Duration ago) {
    for (int attempt = 0; attempt < 10; attempt++) {
      long inserted = System.nanoTime();
      insert(bid, ask, ago);
      if (page.isSoon("live")) {
        return inserted;
      }
    }
    throw new AssertionError("the page is not live; its text: " + page.text("status"));
  }

  /** Quotes of that many seconds, one each, the newest a second old; done when they are served. */
  void insertHistory(int seconds) {
    database.run(
        """
        insert into ticker_usd_jpy
        select date_trunc('second', now() at time zone 'UTC') - ago * interval '1 s',
          151 + ago %% 50 * 0.001, 151.003 + ago %% 50 * 0.001
        from generate_series(%d, 1, -1) ago
        """
            .formatted(seconds));
    try (WsClient stream = new WsClient(vertx, port, "/ws/ticker_usd_jpy")) {
      await().until(() -> stream.offsets().contains((long) seconds));
    }
  }

  /** A quote so many seconds ago, from one second to another, one each. */
  void insertSeconds(int from, int to) {
    run(
        """
        insert into ticker_usd_jpy
        select now() at time zone 'UTC' - ago * interval '1 s', 151.2, 151.203
        from generate_series(%d, %d, -1) ago
        """
            .formatted(from, to));
  }

  /** Runs SQL in the database of the table. */
  void run(String sql) {
    database.run(sql);
  }

  /** Ends the database's connections and refuses new ones. */
  void stopDatabase() {
    admin("alter database %s allow_connections false");
    // Of what connects while we look, too.
    await()
        .until(
            () -> {
              String name = database.options().getDatabase();
              admin("select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'");
              return count("select 1 from pg_stat_activity where datname = '%s'", name) == 0;
            });
  }

  void restartDatabase() {
    admin("alter database %s allow_connections true");
  }

  private void admin(String sql) {
    count(sql, database.options().getDatabase());
  }

  private int count(String sql, String name) {
    PgConnectOptions options = database.options().setDatabase("postgres");
    PgConnection connection = await(PgConnection.connect(vertx, options));
    int rows = await(connection.query(sql.formatted(name)).execute()).size();
    await(connection.close());
    return rows;
  }

  @Override
  public void close() {
    stopNode();
    database.close();
    await(vertx.close());
  }
}
