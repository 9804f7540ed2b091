package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.demo.TestServer;
import dev.tickgate.testing.Attack;
import dev.tickgate.testing.ChildProcess;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Flood;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.Ports;
import dev.tickgate.testing.Processes;
import dev.tickgate.testing.RawWebSocket;
import dev.tickgate.testing.TickRows;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.pgclient.PgConnectOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attackers over HTTP and WebSockets beside clients of a stream, on one process with a small heap.
 *
 * <p>The suite judges that the clients get every message in order while an attack goes on, that no
 * attack starves them, and that the memory comes back. The profile {@code chaos} judges that they
 * get the messages about as soon as without an attack: on a quiet machine.
 */
@Tag("alone")
class FloodIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int CLIENTS = 300;
  private static final int ROWS = 10_000;
  private static final long PAUSE_MS = 40;
  private static final boolean JUDGED = Boolean.getBoolean("delays.judged");
  private static final int MESSAGES = JUDGED ? 40 : 25;
  // Of a client that an attack starves, in every attempt.
  private static final long STARVED_MICROS = 5_000_000;
  // Below this a delay is the machine's: the clients and the attackers run on it, too.
  private static final long NOISE_MICROS = 25_000;
  private static final int ATTEMPTS = 5;
  private static final int TEXT = RawWebSocket.FINAL | RawWebSocket.TEXT;
  private static final Pattern HEAP =
      Pattern.compile("jvm_memory_used_bytes\\{area=\"heap\",id=\"[^\"]*\"} ([0-9.E]+)");

  @TempDir Path directory;
  @Fixture private TestServer server;
  @Fixture private final Vertx vertx = Vertx.vertx();
  private final List<Listener> listeners = new ArrayList<>();
  private final ConcurrentHistogram delays = new ConcurrentHistogram(60_000_000L, 3);
  private final AtomicInteger next = new AtomicInteger();
  private WebSocketClient client;
  // Vert.x closes the connections of a client that nothing refers to.
  @Fixture private NetClient toSource;
  @Fixture private TickRows rows;
  @Fixture private ChildProcess product;
  private NetSocket source;
  private int port;
  private int opsPort;
  // Microseconds, without an attack, as it was measured last.
  private long quiet;

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
    rows = new TickRows(vertx, PgConnectOptions.fromUri(server.url()));
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
                "TICKGATE_DRAIN", "100ms",
                "TICKGATE_DIAGNOSTICS_SOURCE_PORT", Integer.toString(sourcePort)),
            Processes.product(List.of("-Xmx192m", "-XX:+ExitOnOutOfMemoryError"), List.of()));
    product.awaitHttp(URI.create("http://127.0.0.1:" + opsPort + "/health/ready"), 200, LIMIT);
    client = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(CLIENTS));
    for (int i = 0; i < CLIENTS; i += 50) {
      List<Future<WebSocket>> opening = new ArrayList<>();
      for (int j = 0; j < 50; j++) {
        opening.add(open());
      }
      GatewayFixture.await(Future.all(opening));
    }
    toSource = vertx.createNetClient();
    source = GatewayFixture.await(toSource.connect(sourcePort, "127.0.0.1"));
  }

  private Future<WebSocket> open() {
    Listener listener = new Listener();
    listeners.add(listener);
    return client
        .connect(port, "127.0.0.1", "/ws/bench")
        .onSuccess(
            socket -> {
              socket.textMessageHandler(listener::heard);
              socket.closeHandler(closed -> listener.missed = true);
            });
  }

  @Test
  void clientsOfAStreamDoNotNoticeAttackersAndTheHeapComesBack() throws Exception {
    String history = "/api/ticks/USD_JPY?limit=" + ROWS;
    Http http = new Http(port);
    // A new feed begins at its first look, which may be later than the process is ready.
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              rows.insert(1);
              return newest(http) > 0;
            });
    for (int i = 0; i < ROWS; i += 1000) {
      rows.insert(1000);
    }
    await().atMost(LIMIT).until(() -> newest(http) >= ROWS);
    warmUp(history);
    long heap = heapAfterCollection();
    quiet = JUDGED ? p99(publish(MESSAGES)) : 0;

    for (Attack attack : attacks(history)) {
      attack(attack);
    }

    assertThat(listeners).noneMatch(listener -> listener.missed);
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(heapAfterCollection()).isLessThan(heap + (16 << 20)));
    System.out.printf("heap %d KiB, after %d KiB%n", heap >> 10, heapAfterCollection() >> 10);
    assertThat(new Http(opsPort).get("/metrics").body())
        .doesNotContain("tickgate_limited_total{limit=\"commands\"} 0.0");
    assertThat(product.lines()).noneMatch(line -> line.contains("ERROR"));
    assertThat(product.lines().size()).isLessThan(100);
  }

  /** The offset of the newest tick; 0 before the first. */
  private static long newest(Http http) {
    JsonArray ticks =
        new JsonObject(http.get("/api/ticks/USD_JPY?limit=1").body()).getJsonArray("ticks");
    return ticks.isEmpty() ? 0 : ticks.getJsonObject(0).getLong("offset");
  }

  /** A cold JVM delivers late without an attack, too, and compiles on the same processors. */
  private void warmUp(String history) throws Exception {
    publish(MESSAGES);
    try (Flood flood = new Flood(port, attacks(history).get(0))) {
      await().atMost(LIMIT).until(() -> flood.sent() > 0);
      publish(MESSAGES);
    }
  }

  private static List<Attack> attacks(String history) {
    byte[] ping = RawWebSocket.frame(RawWebSocket.FINAL | RawWebSocket.PING, "p");
    byte[] noJson = RawWebSocket.frame(TEXT, "x".repeat(65_536));
    LongFunction<String> limits = number -> "/api/ticks/USD_JPY?limit=" + (5000 + number % 5000);
    return List.of(
        Attack.ofRequests("unread history", 200, number -> history, false),
        Attack.ofRequests("unread 404", 200, number -> "/api/x", false),
        Attack.ofRequests("404", 50, number -> "/api/x", true),
        Attack.ofRequests("history", 4, number -> history, true),
        Attack.ofRequests("invented limits", 4, limits, true),
        Attack.ofRequests("invented names", 50, number -> "/api/ticks/N" + number, true),
        Attack.ofRequests("invented files", 50, number -> "/js/n" + number + ".js", true),
        Attack.ofFrames("pings", 2, "/ws", number -> ping),
        Attack.ofFrames("bad JSON", 2, "/ws", number -> noJson),
        Attack.ofFrames("invented topics", 4, "/ws", FloodIT::topic));
  }

  /** Subscribes to an invented topic, and then unsubscribes. */
  private static byte[] topic(long number) {
    String type = number % 2 == 0 ? "subscribe" : "unsubscribe";
    return RawWebSocket.frame(
        TEXT, "{\"type\":\"%s\",\"topic\":\"ticks.N%d\"}".formatted(type, number / 2));
  }

  /**
   * An attack, as long as it takes to publish the messages. The machine may be busy with something
   * else or stand still: an attack that clients have noticed is repeated, four times at most, and
   * quiet is what is so before it or after it.
   */
  private void attack(Attack attack) throws Exception {
    long bound;
    long during;
    int attempts = 0;
    do {
      long cpu = cpuMillis();
      long began = System.nanoTime();
      try (Flood flood = new Flood(port, attack)) {
        await().atMost(LIMIT).until(() -> flood.sent() > attack.connections());
        during = p99(publish(MESSAGES));
        System.out.printf(
            "%-16s p99 %6d us; %d messages sent, %d KiB read, %d ms of the processor in %d ms%n",
            attack.name(),
            during,
            flood.sent(),
            flood.received() >> 10,
            cpuMillis() - cpu,
            (System.nanoTime() - began) / 1_000_000);
      }
      assertThat(product.isAlive()).as(product.tail()).isTrue();
      bound = JUDGED ? twiceTheQuiet() : STARVED_MICROS;
    } while (during >= bound && ++attempts < ATTEMPTS);
    assertThat(during).as(attack.name()).isLessThan(bound);
  }

  /** Microseconds; measures them without an attack again. */
  private long twiceTheQuiet() {
    long before = quiet;
    quiet = p99(publish(MESSAGES));
    System.out.printf("%-16s p99 %6d us%n", "  quiet", quiet);
    return 2 * Math.max(noise(), Math.max(before, quiet));
  }

  /**
   * Microseconds. Where other programs want the processors, too, each waits for its turn longer.
   */
  private static long noise() {
    OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
    // One thread for each processor is the test's own, and one the product's.
    double others = machine.getSystemLoadAverage() / machine.getAvailableProcessors() - 1;
    return (long) (NOISE_MICROS * Math.max(1, others));
  }

  private static long p99(Histogram delays) {
    return delays.getValueAtPercentile(99);
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
        .until(() -> listeners.stream().allMatch(l -> l.last == end - 1 || l.missed));
    return delays.copy();
  }

  private long cpuMillis() {
    return ProcessHandle.of(product.pid())
        .flatMap(process -> process.info().totalCpuDuration())
        .map(Duration::toMillis)
        .orElse(0L);
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
