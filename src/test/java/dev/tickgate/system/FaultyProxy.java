package dev.tickgate.system;

import com.sun.net.httpserver.HttpExchange;
import dev.tickgate.testing.ThreadedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A proxy before a gateway. It refuses the first request of each key with 503, closes the
 * connection of the second one after the commit, and forwards the answer of the third one.
 */
final class FaultyProxy implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, Integer> requests = new ConcurrentHashMap<>();
  private final ThreadedServer server;
  private final int gateway;

  FaultyProxy(int gateway) {
    this.gateway = gateway;
    server = ThreadedServer.start(this::serve);
  }

  String address() {
    return server.address();
  }

  private void serve(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    int number = requests.merge(key, 1, Integer::sum);
    if (number == 1) {
      exchange.getResponseHeaders().set("Retry-After", "0");
      send(
          exchange,
          503,
          "{\"type\":\"error\",\"code\":\"SERVER_BUSY\",\"message\":\"m\"}".getBytes());
    } else {
      HttpResponse<byte[]> answer = forward(exchange, key, body);
      if (number > 2) {
        send(exchange, answer.statusCode(), answer.body());
      }
    }
    exchange.close();
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, String key, byte[] body)
      throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway + exchange.getRequestURI()))
            .header("Idempotency-Key", key)
            .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.close();
  }
}
