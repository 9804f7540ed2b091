package dev.tickgate.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A client for requests, streams and WebSockets; each call waits for its result. */
final class Caller {
  private final Duration limit;
  private final HttpClient client;

  Caller(Duration limit) {
    this.limit = limit;
    this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /** Returns the body of a GET. */
  String get(URI address) {
    return send(HttpRequest.newBuilder(address).build());
  }

  String send(HttpRequest request) {
    return done(client.sendAsync(request, BodyHandlers.ofString())).body();
  }

  /** Returns the first bytes of a body that may not end. */
  String firstOf(URI address, int bytes) {
    HttpRequest request = HttpRequest.newBuilder(address).build();
    try (InputStream body = done(client.sendAsync(request, BodyHandlers.ofInputStream())).body()) {
      return done(CompletableFuture.supplyAsync(() -> read(body, bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(InputStream body, int bytes) {
    try {
      return new String(body.readNBytes(bytes), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Socket open(URI address) {
    // Written by a thread of the client, read by the test.
    List<String> messages = new CopyOnWriteArrayList<>();
    WebSocket socket =
        done(client.newWebSocketBuilder().buildAsync(address, new Collecting(messages)));
    return new Socket(socket, messages, limit);
  }

  private <T> T done(CompletableFuture<T> future) {
    return future.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  /** An open WebSocket and the messages that it received. */
  record Socket(WebSocket socket, List<String> messages, Duration limit) implements AutoCloseable {
    void send(String text) {
      socket.sendText(text, true);
    }

    /** Returns the first message that contains the text. */
    String await(String text) {
      Awaitility.await()
          .atMost(limit)
          .until(() -> messages.stream().anyMatch(m -> m.contains(text)));
      return messages.stream().filter(m -> m.contains(text)).findFirst().orElseThrow();
    }

    @Override
    public void close() {
      socket.abort();
    }
  }

  private record Collecting(List<String> messages) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      messages.add(data.toString());
      socket.request(1);
      return null;
    }
  }
}
