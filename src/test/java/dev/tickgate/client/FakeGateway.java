package dev.tickgate.client;

import com.sun.net.httpserver.HttpExchange;
import dev.tickgate.testing.ThreadedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Simulates a gateway: commits each key once, and treats the next requests as the test says. */
final class FakeGateway implements AutoCloseable {
  private static final Treatment UNAUTHORIZED =
      new Treatment.Answer(401, "{\"code\":\"UNAUTHORIZED\",\"message\":\"m\"}", Map.of());

  private final Queue<Treatment> next = new ConcurrentLinkedQueue<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> offsets = new ConcurrentHashMap<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ThreadedServer server;
  // Written by the test, read by the threads of the server.
  private volatile String refusedToken = "";

  FakeGateway() {
    server = ThreadedServer.start(this::serve);
  }

  /** A request of the client. */
  record Request(String path, String key, String authorization, String body) {}

  /** The reaction to a request. */
  sealed interface Treatment {
    /** Answers without a commit. */
    record Answer(int status, String body, Map<String, String> headers) implements Treatment {}

    /** Closes the connection in the place of an answer. */
    record BreakAfterCommit() implements Treatment {}

    /** Sends nothing, or a head and nothing more. */
    record Hang(boolean afterHead) implements Treatment {}

    static Treatment unavailable(Map<String, String> headers) {
      return new Answer(503, "{\"type\":\"error\",\"code\":\"NO_LEADER\"}", headers);
    }
  }

  /** For as many requests as there are treatments; those behind them are committed. */
  FakeGateway then(Treatment... treatments) {
    next.addAll(List.of(treatments));
    return this;
  }

  /** Ends the requests that hang, without an answer. */
  void release() {
    end.countDown();
  }

  /** Answers 401 to requests with this token, in place of their treatment. */
  void refuseToken(String token) {
    refusedToken = token;
  }

  String address() {
    return server.address() + "/";
  }

  List<Request> requests() {
    return requests;
  }

  /** The keys that it has committed. */
  int commits() {
    return offsets.size();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    requests.add(new Request(exchange.getRequestURI().toString(), key, authorization, body));
    Treatment treatment =
        ("Bearer " + refusedToken).equals(authorization) ? UNAUTHORIZED : next.poll();
    if (treatment instanceof Treatment.Answer answer) {
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      send(exchange, answer.status(), answer.body());
    } else if (treatment instanceof Treatment.Hang hang) {
      hang(exchange, hang.afterHead());
    } else {
      int offset = offsets.computeIfAbsent(key, first -> offsets.size() + 1);
      if (treatment == null) {
        send(exchange, 200, committed(body, offset));
      }
    }
    exchange.close();
  }

  private static String committed(String body, int offset) {
    String position = "\"epoch\":7,\"offset\":" + offset;
    return body.startsWith("[")
        ? "{\"topic\":\"events.x\",\"publications\":[{"
            + position
            + "},{\"epoch\":7,\"offset\":99}]}"
        : "{\"topic\":\"events.x\"," + position + "}";
  }

  private void hang(HttpExchange exchange, boolean afterHead) throws IOException {
    if (afterHead) {
      exchange.sendResponseHeaders(200, 100);
      exchange.getResponseBody().flush();
    }
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    release();
    server.close();
  }
}
