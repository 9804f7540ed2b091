package dev.tickgate.chaos;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.parsetools.RecordParser;
import java.util.concurrent.TimeUnit;

/**
 * A session of SockJS over requests: one brings frames, and when it ends the next is sent; another
 * takes each message. Confined to one event loop.
 */
final class Polls implements Link {
  private static final int ANSWER = 2_000;
  private static final String DATA = "data: ";

  private final HttpClient http;
  private final SocketAddress gateway;
  private final String session;
  private final String transport;
  private final Listener listener;
  private final Promise<Link> opened = Promise.promise();
  private HttpClientRequest request;
  private HttpClientResponse answer;
  private boolean paused;
  private boolean over;

  private Polls(
      HttpClient http, SocketAddress gateway, String session, String transport, Listener listener) {
    this.http = http;
    this.gateway = gateway;
    this.session = session;
    this.transport = transport;
    this.listener = listener;
  }

  static Future<Link> open(
      HttpClient http, SocketAddress gateway, String session, String transport, Listener listener) {
    Polls polls = new Polls(http, gateway, session, transport, listener);
    polls.poll();
    // Its head may come, and then nothing.
    return polls
        .opened
        .future()
        .timeout(ANSWER, TimeUnit.MILLISECONDS)
        .onFailure(late -> polls.close());
  }

  private Future<HttpClientRequest> request(HttpMethod method, String path) {
    return http.request(
        new RequestOptions()
            .setMethod(method)
            .setHost(gateway.host())
            .setPort(gateway.port())
            .setURI(session + path));
  }

  private void poll() {
    HttpMethod method = transport.equals("/eventsource") ? HttpMethod.GET : HttpMethod.POST;
    request(method, transport)
        .compose(
            sent -> {
              request = sent;
              if (over) {
                sent.reset();
              }
              // Its response tells, or its future.
              sent.exceptionHandler(broken -> {});
              return sent.send().map(this::receive);
            })
        .onFailure(failure -> end("failed: " + failure.getMessage()));
  }

  private HttpClientResponse receive(HttpClientResponse received) {
    if (received.statusCode() != 200) {
      throw new IllegalStateException("status " + received.statusCode());
    }
    answer = received;
    received.exceptionHandler(broken -> end("broken by " + gateway));
    received.endHandler(ended -> answered());
    received.handler(RecordParser.newDelimited("\n", this::line));
    if (paused) {
      received.pause();
    }
    return received;
  }

  private void line(Buffer line) {
    String text = line.toString().strip();
    String frame = text.startsWith(DATA) ? text.substring(DATA.length()) : text;
    if (frame.equals("o")) {
      opened.tryComplete(this);
    } else if (!over) {
      SockJsFrame.read(frame, listener);
    }
  }

  private void answered() {
    if (!over) {
      poll();
    }
  }

  private void end(String reason) {
    if (!over) {
      over = true;
      opened.tryFail(reason);
      listener.closed(reason);
    }
  }

  @Override
  public void send(String text) {
    request(HttpMethod.POST, "/xhr_send")
        .compose(sending -> sending.send(SockJsFrame.of(text)))
        .onSuccess(
            taken -> {
              taken.exceptionHandler(broken -> end("send broken by " + gateway));
              if (taken.statusCode() != 204) {
                end("not taken: " + taken.statusCode());
              }
            })
        .onFailure(failure -> end("not sent: " + failure.getMessage()));
  }

  @Override
  public void pause() {
    paused = true;
    if (answer != null) {
      answer.pause();
    }
  }

  @Override
  public void resume() {
    paused = false;
    if (answer != null) {
      answer.resume();
    }
  }

  @Override
  public void close() {
    over = true;
    if (request != null) {
      request.reset();
    }
  }
}
