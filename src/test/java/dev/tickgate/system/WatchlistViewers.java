package dev.tickgate.system;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Many viewers of watchlists, which note when each heard its last message and whether two of its
 * messages had one time. Driven by their event loops, read by the test.
 */
final class WatchlistViewers implements AutoCloseable {
  private static final Pattern TIME = Pattern.compile("\"timestamp\":\"([^\"]+)\"");
  private static final int TOGETHER = 100;
  private static final int MOST = 100_000;

  private final WebSocketClient client;
  private final List<Viewer> viewers = new CopyOnWriteArrayList<>();
  private final AtomicLong repeated = new AtomicLong();

  WatchlistViewers(Vertx vertx) {
    client = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(MOST));
  }

  private static final class Viewer {
    private volatile long heard;
    private volatile ClientWebSocket socket;
    private String time = "";

    boolean hasHeardSince(long nanos) {
      return heard - nanos > 0;
    }

    String end() {
      return socket.isClosed() ? socket.closeStatusCode() + " " + socket.closeReason() : "";
    }
  }

  /**
   * Connects so many viewers to each list, in turn to the ports; some at a time.
   *
   * @return done when all are connected
   */
  Future<Void> connect(int lists, int each, List<Integer> ports, String token) {
    AtomicLong next = new AtomicLong();
    List<Future<Void>> lanes =
        IntStream.range(0, TOGETHER)
            .mapToObj(lane -> lane(next, lists, each, ports, token))
            .toList();
    return Future.all(lanes).mapEmpty();
  }

  private Future<Void> lane(
      AtomicLong next, int lists, int each, List<Integer> ports, String token) {
    long number = next.getAndIncrement();
    if (number >= (long) lists * each) {
      return Future.succeededFuture();
    }
    long list = 1 + number % lists;
    int port = ports.get((int) (number / lists % ports.size()));
    return connect(list, port, token).compose(open -> lane(next, lists, each, ports, token));
  }

  private Future<Void> connect(long list, int port, String token) {
    Viewer viewer = new Viewer();
    ClientWebSocket socket = client.webSocket();
    viewer.socket = socket;
    socket.textMessageHandler(text -> received(viewer, text));
    return socket
        .connect(port, "127.0.0.1", "/api/v1/ws/watchlist/" + list + "/prices?token=" + token)
        .onSuccess(open -> viewers.add(viewer))
        .mapEmpty();
  }

  private void received(Viewer viewer, String text) {
    Matcher time = TIME.matcher(text);
    if (time.find()) {
      if (time.group(1).equals(viewer.time)) {
        repeated.incrementAndGet();
      }
      viewer.time = time.group(1);
      viewer.heard = System.nanoTime();
    }
  }

  int size() {
    return viewers.size();
  }

  /** Messages that had the time of the one before. */
  long repeated() {
    return repeated.get();
  }

  long closed() {
    return viewers.stream().filter(viewer -> viewer.socket.isClosed()).count();
  }

  /** Whether each has heard a message since that moment. */
  boolean allHeardSince(long nanos) {
    return viewers.stream().allMatch(viewer -> viewer.hasHeardSince(nanos));
  }

  /** Those that have not, by the reason of their end; "" for those that are connected. */
  Map<String, Long> silentSince(long nanos) {
    return viewers.stream()
        .filter(viewer -> !viewer.hasHeardSince(nanos))
        .collect(Collectors.groupingBy(Viewer::end, Collectors.counting()));
  }

  @Override
  public void close() {
    client.close().await();
  }
}
