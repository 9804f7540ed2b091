package dev.tickgate.event;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;

/**
 * Event sources of OkHttp. That library leaves the reconnection to its user, who names the last id.
 */
final class OkHttpClients implements AutoCloseable {
  private static final int PAUSE_MS = 200;

  private final String token;
  private final OkHttpClient http;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Set<Protocol> protocols = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  OkHttpClients(String token, SSLContext context, X509TrustManager trust) {
    this.token = token;
    this.http =
        new OkHttpClient.Builder()
            .sslSocketFactory(context.getSocketFactory(), trust)
            .readTimeout(Duration.ZERO)
            .build();
  }

  /** The protocols of all responses. */
  Set<Protocol> protocols() {
    return protocols;
  }

  void open(String url, SseClient client) {
    new Source(url, client).open();
  }

  /** One stream after the other; a thread of the library at a time. */
  private final class Source extends EventSourceListener {
    private final String url;
    private final SseClient client;
    private volatile String id = "";

    Source(String url, SseClient client) {
      this.url = url;
      this.client = client;
    }

    void open() {
      Request.Builder request =
          new Request.Builder().url(url).header("Authorization", "Bearer " + token);
      if (!id.isEmpty()) {
        request.header("Last-Event-ID", id);
      }
      EventSources.createFactory(http).newEventSource(request.build(), this);
    }

    @Override
    public void onOpen(EventSource source, Response response) {
      protocols.add(response.protocol());
    }

    @Override
    public void onEvent(EventSource source, String newest, String type, String data) {
      id = newest == null ? id : newest;
      if (type == null) {
        client.received(data);
      }
    }

    @Override
    public void onClosed(EventSource source) {
      again();
    }

    @Override
    public void onFailure(EventSource source, Throwable failure, Response response) {
      again();
    }

    private void again() {
      if (!closed) {
        timer.schedule(this::open, PAUSE_MS, TimeUnit.MILLISECONDS);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    timer.shutdownNow();
    http.dispatcher().cancelAll();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
