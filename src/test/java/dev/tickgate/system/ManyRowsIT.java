package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.ChildProcess;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Ports;
import dev.tickgate.testing.Processes;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each row once, in the journal and at a client, of a process with a small heap. With {@code
 * -Pchaos} there are a million rows and 50 writers.
 */
class ManyRowsIT {
  private static final long ROWS = Long.getLong("many.rows", 20_000);
  private static final int WRITERS = Integer.getInteger("many.writers", 20);
  private static final Duration LIMIT = Duration.ofMinutes(ROWS > 100_000 ? 20 : 1);
  private static final List<String> TABLES =
      List.of(UnrulyWriters.BY_SERIAL, UnrulyWriters.BY_TIME);
  // The long transaction's row is as far behind as rows were written meanwhile.
  private static final String FEEDS =
      "[{name: serial, table: many_by_serial, key: id, lookback: 10000000},"
          + " {name: time, table: many_by_time, key: time, lookback: 1h}]";

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  private final int port = Ports.free();
  @Fixture private ChildProcess product;

  @Fixture
  private final UnrulyWriters writers =
      new UnrulyWriters(
          "jdbc:" + database.url().replace("postgres@", "") + "?user=postgres", WRITERS, ROWS);

  @Fixture private final Map<String, StrictSubscriber> subscribers = new HashMap<>();

  @BeforeEach
  void start() {
    database.run(UnrulyWriters.createTables());
    startProduct();
    for (String table : TABLES) {
      StrictSubscriber subscriber = new StrictSubscriber(vertx, writers::committed);
      subscribers.put(table, subscriber);
      subscriber.connect(port, table);
    }
    await().until(() -> subscribers.values().stream().allMatch(s -> s.offset() == 1));
  }

  private void startProduct() {
    int opsPort = Ports.free();
    product =
        Processes.tickgate(
            Map.of(
                "JDK_JAVA_OPTIONS",
                "-Xmx192m",
                "DATABASE_URL",
                database.url(),
                "TICKGATE_ROLES",
                "poller,gateway",
                "TICKGATE_HTTP_PORT",
                Integer.toString(port),
                "TICKGATE_OPS_PORT",
                Integer.toString(opsPort),
                "TICKGATE_DRAIN",
                "100ms",
                "TICKGATE_FEEDS",
                FEEDS));
    product.awaitHttp(URI.create("http://127.0.0.1:" + opsPort + "/health/ready"), 200, LIMIT);
  }

  @Test
  void everyRowArrivesOnceWhateverTheWritersDoAndAfterAnOutage() throws Exception {
    long start = System.nanoTime();
    writers.write();
    report("written", start);
    allArrivedOnce(start);
    everyRowIsSentToWhoComesFromTheBeginning();

    product.kill();
    database.run(
        "insert into many_by_serial (time, bid, ask) select now(), 1e9, 1e9 from generate_series(1, %d)"
            .formatted(ROWS));
    startProduct();
    long back = System.nanoTime();
    subscribers.forEach((table, subscriber) -> subscriber.connect(port, table));
    allArrivedOnce(back);
  }

  private void allArrivedOnce(long start) {
    for (String table : TABLES) {
      StrictSubscriber subscriber = subscribers.get(table);
      long rows = number("select count(*) from " + table);
      await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> subscriber.offset() >= rows || subscriber.fault() != null);
      report(
          "%s: %d rows, %s; %s".formatted(table, rows, subscriber.counts(), subscriber.latency()),
          start);
      assertThat(subscriber.fault()).isNull();
      assertThat(subscriber.offset()).isEqualTo(rows);
      assertThat(notInBoth(table)).isZero();
      assertThat(
              number(
                  "select count(*) from tickgate.journal where feed = '%s'".formatted(feed(table))))
          .isEqualTo(rows);
    }
  }

  /** Live prices are conflated for a client that is slower than a burst; what it missed is not. */
  private void everyRowIsSentToWhoComesFromTheBeginning() {
    long start = System.nanoTime();
    for (String table : TABLES) {
      StrictSubscriber live = subscribers.get(table);
      try (StrictSubscriber late = live.fromTheBeginning(vertx)) {
        late.connect(port, table);
        await().atMost(LIMIT).until(() -> late.offset() >= live.offset() || late.fault() != null);
        report("%s from the journal: %s".formatted(table, late.counts()), start);
        assertThat(late.fault()).isNull();
        assertThat(late.received()).isEqualTo(live.offset() - 1);
      }
    }
  }

  /** Keys of the table that the journal has not, or the other way round; it has none twice. */
  private long notInBoth(String table) {
    String key =
        table.equals(UnrulyWriters.BY_TIME) ? "(extract(epoch from time) * 1000000)::bigint" : "id";
    return number(
        ("select count(*) from (select %s as key from %s) t full join"
                + " (select row_key as key from tickgate.journal where feed = '%s') j using (key)"
                + " where t.key is null or j.key is null")
            .formatted(key, table, feed(table)));
  }

  private static String feed(String table) {
    return table.substring(table.lastIndexOf('_') + 1);
  }

  private static void report(String what, long start) {
    System.out.printf("after %.1f s: %s%n", (System.nanoTime() - start) / 1e9, what);
  }

  private long number(String sql) {
    return database.run(sql).iterator().next().getLong(0);
  }
}
