package dev.tickgate.system;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * Clients of one stream each on {@code /ws?stream=…&maxRate=…}. Each one checks that numbers only
 * grow, and that four seconds have no more frames than it asked for, and half as many: frames that
 * waited in a busy machine come together. The event loops write, the test reads.
 */
final class HubClients implements AutoCloseable {
  private static final int WINDOW_SECONDS = 4;
  private static final long WINDOW = WINDOW_SECONDS * 1_000_000_000L;
  private static final int MOST_WRONG = 20;

  private final WebSocketClient sockets;
  private final List<Integer> ports;
  private final List<String> streams;
  private final int maxRate;
  private final String token;
  private final List<Client> clients;
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  HubClients(
      Vertx vertx,
      List<Integer> ports,
      List<String> streams,
      int clients,
      int maxRate,
      String token) {
    this.sockets =
        vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(clients));
    this.ports = List.copyOf(ports);
    this.streams = List.copyOf(streams);
    this.maxRate = maxRate;
    this.token = token;
    this.clients = IntStream.range(0, clients).mapToObj(Client::new).toList();
  }

  /** Opens so many connections more. */
  void connect(int from, int to) {
    clients.subList(from, Math.min(to, clients.size())).forEach(Client::connect);
  }

  long connected() {
    return clients.stream().filter(client -> client.isConnected).count();
  }

  long received() {
    return clients.stream().mapToLong(client -> client.received).sum();
  }

  /** Whether each client has the trade with that number as its newest. */
  boolean haveAll(int number) {
    return clients.stream().allMatch(client -> client.last == number);
  }

  /** Whether each client has had a frame since a reading of {@link System#nanoTime()}. */
  boolean allHeardSince(long nanos) {
    return clients.stream().allMatch(client -> client.heard - nanos > 0);
  }

  /** The first faults. */
  Queue<String> wrong() {
    return wrong;
  }

  @Override
  public void close() {
    sockets.close();
  }

  /** One connection; confined to its event loop. */
  private final class Client {
    private final int number;
    private volatile boolean isConnected;
    private volatile int last;
    private volatile long received;
    private volatile long heard;
    private long window;
    private int inWindow;

    Client(int number) {
      this.number = number;
    }

    void connect() {
      String stream = streams.get(number % streams.size());
      sockets
          .connect(
              ports.get(number % ports.size()),
              "127.0.0.1",
              "/ws?stream=%s&maxRate=%d&token=%s".formatted(stream, maxRate, token))
          .onSuccess(this::connected)
          .onFailure(failure -> fault("is not connected: " + failure));
    }

    private void connected(WebSocket socket) {
      socket.textMessageHandler(this::received);
      socket.closeHandler(
          closed -> {
            if (socket.closeStatusCode() != null && socket.closeStatusCode() != 1000) {
              fault("was closed with " + socket.closeStatusCode());
            }
          });
      isConnected = true;
    }

    private void received(String frame) {
      int trade = TradeFeed.number(frame);
      if (trade <= last) {
        fault("got " + frame + " after " + last);
      }
      last = trade;
      received++;
      long now = System.nanoTime();
      heard = now;
      if (now - window >= WINDOW) {
        window = now;
        inWindow = 0;
      }
      inWindow++;
      if (inWindow > WINDOW_SECONDS * maxRate * 3 / 2) {
        fault("got " + inWindow + " frames within " + WINDOW_SECONDS + " s");
      }
    }

    private void fault(String what) {
      if (wrong.size() < MOST_WRONG) {
        wrong.add("client " + number + " " + what);
      }
    }
  }
}
