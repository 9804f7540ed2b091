package dev.tickgate.testing;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client of {@code /api/realtime/events} that reconnects with the last id that it has read. */
public final class EventSubscriber implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String channels;
  private final List<String> events = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private String id = "";
  private InputStream body;
  private Thread thread;

  /**
   * @param channels the channels, as in the query
   */
  public EventSubscriber(String channels) {
    this.channels = channels;
  }

  /** Connects and returns when the response has begun; a thread of its own reads the events. */
  public void connect(int port) throws IOException, InterruptedException {
    close();
    if (thread != null) {
      // Waits for the messages that the former connection still delivers: they count.
      thread.join();
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + port + "/api/realtime/events?channels=" + channels));
    synchronized (this) {
      if (!id.isEmpty()) {
        request.header("Last-Event-ID", id);
      }
    }
    HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode());
    }
    body = response.body();
    BufferedReader reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    thread = new Thread(() -> read(reader), "events");
    thread.setDaemon(true);
    thread.start();
  }

  private void read(BufferedReader reader) {
    try {
      String next = "";
      List<String> data = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("id: ")) {
          next = line.substring("id: ".length());
        } else if (line.startsWith("data: ")) {
          data.add(line.substring("data: ".length()));
        } else if (line.isEmpty()) {
          dispatch(next, data);
          data.clear();
        }
      }
    } catch (IOException e) {
      // The connection was lost; the test connects again.
      return;
    }
  }

  private synchronized void dispatch(String next, List<String> data) {
    id = next;
    for (String message : data) {
      text.append(message).append('\n');
      JsonObject json = new JsonObject(message);
      if ("event".equals(json.getString("type"))) {
        add(json.getJsonObject("data"));
      } else if ("batch".equals(json.getString("type"))) {
        json.getJsonObject("data").getJsonArray("events").forEach(at -> add((JsonObject) at));
      }
    }
  }

  private void add(JsonObject event) {
    events.add(event.getString("type") + " " + event.getJsonObject("payload").getString("id"));
  }

  /** Returns the events that the client has read, as {@code ORDER_RECEIVED 17}. */
  public synchronized List<String> events() {
    return List.copyOf(events);
  }

  /** Returns all messages that the client has read. */
  public synchronized String text() {
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    if (body != null) {
      body.close();
    }
  }
}
