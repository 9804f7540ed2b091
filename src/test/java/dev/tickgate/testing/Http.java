package dev.tickgate.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Sends requests to one server, and waits for each answer. */
public final class Http {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;

  public Http(int port) {
    this.port = port;
  }

  /**
   * @param headers names and values alternately
   */
  public HttpResponse<String> send(String method, String path, String body, String... headers) {
    return send(method, path, body, BodyHandlers.ofString(), headers);
  }

  public HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  public HttpResponse<String> post(String path, String body, String... headers) {
    return send("POST", path, body, headers);
  }

  /** Sends a request whose answer is a stream. */
  public Stream stream(String method, String path, String... headers) {
    return new Stream(send(method, path, "", BodyHandlers.ofInputStream(), headers));
  }

  private <T> HttpResponse<T> send(
      String method, String path, String body, BodyHandler<T> handler, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(AwaitLimit.LIMIT)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The head of an answer, and its body as it arrives. */
  public record Stream(HttpResponse<InputStream> response) implements AutoCloseable {
    /** Returns the next {@code characters} bytes as text; fewer where the body ends. */
    public String read(int characters) {
      try {
        return new String(response.body().readNBytes(characters), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Returns the text up to and including that text; less where the connection ends. */
    public String readUntil(String text) {
      StringBuilder read = new StringBuilder();
      String next = read(1);
      while (!next.isEmpty()) {
        read.append(next);
        if (read.indexOf(text, read.length() - text.length()) >= 0) {
          break;
        }
        next = read(1);
      }
      return read.toString();
    }

    /** Whether the body has ended; blocks until the next byte or the end. */
    public boolean isOver() {
      return read(1).isEmpty();
    }

    @Override
    public void close() {
      try {
        response.body().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
