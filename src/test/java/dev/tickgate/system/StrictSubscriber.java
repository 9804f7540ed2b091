package dev.tickgate.system;

import dev.tickgate.testing.GatewayFixture;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/**
 * A raw WebSocket client that checks each offset and notes how old each row was. Driven by its
 * connection's event loop, read by the test.
 */
final class StrictSubscriber implements AutoCloseable {
  private final WebSocketClient client;
  private final LongUnaryOperator committed;
  // Nanoseconds from a row's commit, of those whose commit was known.
  private long[] ages = new long[1024];
  private int aged;
  private long epoch;
  private volatile long offset;
  private volatile long received;
  private volatile long skipped;
  private volatile String fault;
  private WebSocket socket;

  /**
   * @param committed when the transaction of that number was known to be committed; 0: unknown
   */
  StrictSubscriber(Vertx vertx, LongUnaryOperator committed) {
    this.client = vertx.createWebSocketClient();
    this.committed = committed;
  }

  /** One that has had the first row only. */
  StrictSubscriber fromTheBeginning(Vertx vertx) {
    StrictSubscriber late = new StrictSubscriber(vertx, unknown -> 0);
    late.epoch = epoch;
    late.offset = 1;
    return late;
  }

  /** Comes, or comes back with its position. */
  void connect(int port, String table) {
    String since = offset == 0 ? "" : "?since=" + epoch + "." + offset;
    socket =
        GatewayFixture.await(
            client
                .connect(port, "127.0.0.1", "/ws/" + table + since)
                .map(opened -> opened.textMessageHandler(this::received)));
  }

  private void received(String text) {
    long now = System.nanoTime();
    if (text.contains("\"recovered\":false")) {
      fault = text;
    }
    if (!text.contains("\"ticker\"")) {
      return;
    }
    long next = number(text, "\"offset\":");
    long without = text.contains("\"skipped\":") ? number(text, "\"skipped\":") : 0;
    if (offset != 0 && next != offset + 1 + without) {
      fault = text + " after " + offset;
    }
    epoch = number(text, "\"epoch\":");
    offset = next;
    skipped += without;
    received++;
    note(now, committed.applyAsLong(number(text, "\"bid\":")));
  }

  private void note(long now, long known) {
    if (known != 0) {
      if (aged == ages.length) {
        ages = Arrays.copyOf(ages, 2 * aged);
      }
      ages[aged++] = Math.max(0, now - known);
    }
  }

  private static long number(String json, String field) {
    int from = json.indexOf(field) + field.length();
    int to = from;
    while (Character.isDigit(json.charAt(to))) {
      to++;
    }
    return Long.parseLong(json, from, to, 10);
  }

  long offset() {
    return offset;
  }

  long received() {
    return received;
  }

  /** The numbers of received and of skipped publications. */
  String counts() {
    return received + " received, " + skipped + " skipped";
  }

  /** The first thing that was wrong, or null. */
  String fault() {
    return fault;
  }

  /** From the commit to here, when all has come. */
  String latency() {
    long[] sorted = Arrays.copyOf(ages, aged);
    Arrays.sort(sorted);
    return "p50 %.0f ms, p99 %.0f ms, max %.0f ms"
        .formatted(at(sorted, 50), at(sorted, 99), at(sorted, 100));
  }

  private static double at(long[] sorted, int percent) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) ((sorted.length - 1L) * percent / 100)] / 1e6;
  }

  @Override
  public void close() {
    GatewayFixture.await(client.close());
  }
}
