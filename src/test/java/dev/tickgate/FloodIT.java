package dev.tickgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.demo.TestServer;
import dev.tickgate.testing.ChildProcess;
import dev.tickgate.testing.Flood;
import dev.tickgate.testing.GatewayHarness;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.Ports;
import dev.tickgate.testing.Processes;
import dev.tickgate.testing.TickRows;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import io.vertx.pgclient.PgConnectOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attackers over HTTP beside clients of a stream, on one process with a small heap. The clients get
 * everything about as soon as without them, and the memory comes back.
 */
class FloodIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int CLIENTS = 300;
  private static final int ROWS = 10_000;
  private static final long PAUSE_MS = 40;
  private static final int MESSAGES = Integer.getInteger("flood.messages", 75);
  // Below this a delay is the machine's: the clients and the attackers run on it, too.
  private static final long NOISE_MICROS = 25_000;
  private static final Pattern HEAP =
      Pattern.compile("jvm_memory_used_bytes\\{area=\"heap\",id=\"[^\"]*\"} ([0-9.E]+)");

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final Vertx attackers = Vertx.vertx();
  private final List<Listener> listeners = new ArrayList<>();
  private final ConcurrentHistogram delays = new ConcurrentHistogram(60_000_000L, 3);
  private final AtomicInteger next = new AtomicInteger();
  private TestServer server;
  private ChildProcess product;
  private WebSocketClient client;
  private NetSocket source;
  private int port;
  private int opsPort;

  /** One client; confined to the event loop of its connection, but for what the test asks. */
  private final class Listener {
    private volatile int last = -1;
    private volatile boolean missed;

    void heard(String text) {
      JsonObject message = new JsonObject(text);
      if (message.containsKey("sent")) {
        int number = message.getInteger("number");
        missed |= last >= 0 && number != last + 1;
        last = number;
        delays.recordValue(Math.max(0, (System.nanoTime() - message.getLong("sent")) / 1000));
      }
    }
  }

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(directory);
    try (TickRows rows = new TickRows(vertx, PgConnectOptions.fromUri(server.url()))) {
      for (int i = 0; i < ROWS; i += 1000) {
        rows.insert(1000);
      }
    }
    port = Ports.free();
    opsPort = Ports.free();
    int sourcePort = Ports.free();
    product =
        Processes.java(
            Map.of(
                "DATABASE_URL", server.url(),
                "TICKGATE_ROLES", "poller,gateway",
                "TICKGATE_HTTP_PORT", Integer.toString(port),
                "TICKGATE_OPS_PORT", Integer.toString(opsPort),
                "TICKGATE_DIAGNOSTICS_SOURCE_PORT", Integer.toString(sourcePort)),
            List.of(
                "-Xmx192m",
                "-XX:+ExitOnOutOfMemoryError",
                "-jar",
                System.getProperty("tickgate.jar", "target/tickgate.jar")));
    product.awaitHttp(URI.create("http://127.0.0.1:" + opsPort + "/health/ready"), 200, LIMIT);
    client = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(CLIENTS));
    for (int i = 0; i < CLIENTS; i += 50) {
      List<Future<WebSocket>> opening = new ArrayList<>();
      for (int j = 0; j < 50; j++) {
        opening.add(open());
      }
      GatewayHarness.await(Future.all(opening));
    }
    source = GatewayHarness.await(vertx.createNetClient().connect(sourcePort, "127.0.0.1"));
  }

  private Future<WebSocket> open() {
    Listener listener = new Listener();
    listeners.add(listener);
    return client
        .connect(port, "127.0.0.1", "/ws/bench")
        .onSuccess(socket -> socket.textMessageHandler(listener::heard));
  }

  @AfterEach
  void stop() throws Exception {
    product.close();
    GatewayHarness.await(vertx.close());
    GatewayHarness.await(attackers.close());
    server.stop();
  }

  @Test
  void clientsOfAStreamDoNotNoticeAttackersAndTheHeapComesBack() throws Exception {
    String history = "/api/ticks/USD_JPY?limit=" + ROWS;
    Http http = new Http(port);
    assertThat(http.get(history).body()).contains("\"offset\":" + ROWS);
    publish(MESSAGES);
    delays.reset();
    long quiet = publish(MESSAGES).getValueAtPercentile(99);
    long heap = heapAfterCollection();
    long bound = 2 * Math.max(quiet, NOISE_MICROS);
    System.out.printf("quiet: p99 %d us, heap %d KiB%n", quiet, heap >> 10);

    attack("unread history", 200, number -> history, false, bound);
    attack("unread 404", 200, number -> "/api/x", false, bound);
    attack("404", 50, number -> "/api/x", true, bound);
    attack("history", 4, number -> history, true, bound);
    attack("invented limits", 4, n -> "/api/ticks/USD_JPY?limit=" + (5000 + n % 5000), true, bound);
    attack("invented names", 50, number -> "/api/ticks/N" + number, true, bound);
    attack("invented files", 50, number -> "/js/n" + number + ".js", true, bound);

    assertThat(listeners).noneMatch(listener -> listener.missed);
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(heapAfterCollection()).isLessThan(heap + (16 << 20)));
    System.out.printf("after: heap %d KiB%n", heapAfterCollection() >> 10);
    assertThat(product.lines()).noneMatch(line -> line.contains("ERROR"));
    assertThat(product.lines().size()).isLessThan(100);
  }

  private void attack(
      String name, int connections, LongFunction<String> requests, boolean reads, long bound) {
    try (Flood flood = new Flood(attackers, port, connections, requests, reads)) {
      await().until(() -> flood.sent() > connections);
      Histogram during = publish(MESSAGES);
      long p99 = during.getValueAtPercentile(99);
      System.out.printf(
          "%s: p99 %d us, max %d us, %d requests sent, %d KiB read%n",
          name, p99, during.getMaxValue(), flood.sent(), flood.received() >> 10);
      assertThat(product.isAlive()).as(product.tail()).isTrue();
      assertThat(p99).as(name).isLessThan(bound);
    }
  }

  /**
   * So many messages, one by one, until every client has the last; their delays in microseconds.
   */
  private Histogram publish(int messages) {
    delays.reset();
    int end = next.get() + messages;
    vertx.setPeriodic(
        PAUSE_MS,
        timer -> {
          JsonObject message =
              new JsonObject().put("number", next.get()).put("sent", System.nanoTime());
          source.write(Buffer.buffer(message.encode() + "\n"));
          if (next.incrementAndGet() == end) {
            vertx.cancelTimer(timer);
          }
        });
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> listeners.stream().allMatch(listener -> listener.last == end - 1));
    return delays.copy();
  }

  /** Bytes. */
  private long heapAfterCollection() throws Exception {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String pid = Long.toString(product.pid());
    Process collection = new ProcessBuilder(jcmd, pid, "GC.run").redirectErrorStream(true).start();
    collection.getInputStream().readAllBytes();
    assertThat(collection.waitFor()).isZero();
    Matcher pools = HEAP.matcher(new Http(opsPort).get("/metrics").body());
    double used = pools.results().mapToDouble(pool -> Double.parseDouble(pool.group(1))).sum();
    assertThat(used).isPositive();
    return (long) used;
  }
}
