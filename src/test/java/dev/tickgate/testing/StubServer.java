package dev.tickgate.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;

/**
 * Replaces a gateway behind a load balancer. It returns its name, echoes on WebSockets, streams one
 * event, and is ready or not as the test sets it.
 */
final class StubServer implements AutoCloseable {
  private static final String PAGE =
      """
      <!doctype html><title>echo</title><script type="module" src="/echo.js"></script>
      <p id="echo"></p>
      """;
  private static final String SCRIPT =
      """
      const socket = new WebSocket(`ws://${location.host}/ws`);
      socket.onopen = () => socket.send("hello");
      socket.onmessage = (message) => {
        document.getElementById("echo").textContent = message.data;
      };
      """;

  private final String name;
  private final HttpServer gateway;
  private final HttpServer operations;
  // Set by the test's thread, read by the event loop.
  private volatile boolean ready = true;

  private StubServer(String name, Vertx vertx) {
    this.name = name;
    this.gateway =
        vertx.createHttpServer().requestHandler(this::serve).webSocketHandler(this::greet);
    this.operations = vertx.createHttpServer().requestHandler(this::health);
  }

  static StubServer start(String name, Vertx vertx) {
    StubServer standIn = new StubServer(name, vertx);
    Future.all(standIn.gateway.listen(0, "127.0.0.1"), standIn.operations.listen(0, "127.0.0.1"))
        .await();
    return standIn;
  }

  /** Starts a server on given ports, for a gateway that starts after the load balancer. */
  static StubServer start(String name, Vertx vertx, int port, int operationsPort) {
    StubServer standIn = new StubServer(name, vertx);
    Future.all(
            standIn.gateway.listen(port, "127.0.0.1"),
            standIn.operations.listen(operationsPort, "127.0.0.1"))
        .await();
    return standIn;
  }

  int port() {
    return gateway.actualPort();
  }

  int operationsPort() {
    return operations.actualPort();
  }

  void ready(boolean isReady) {
    ready = isReady;
  }

  private void health(HttpServerRequest request) {
    boolean asked = request.path().equals("/health/ready");
    request.response().setStatusCode(asked && ready ? 200 : asked ? 503 : 404).end();
  }

  private void greet(ServerWebSocket socket) {
    socket.writeTextMessage(name);
    socket.textMessageHandler(text -> socket.writeTextMessage(name + " heard " + text));
  }

  private void serve(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    switch (request.path()) {
      case "/page" -> response.putHeader("content-type", "text/html").end(PAGE);
      case "/echo.js" -> response.putHeader("content-type", "text/javascript").end(SCRIPT);
      case "/sse" -> stream(response);
      case "/address" -> response.end(String.valueOf(request.getHeader("x-forwarded-for")));
      default -> response.end(name);
    }
  }

  /** Sends one event, and does not end the response. */
  private static void stream(HttpServerResponse response) {
    response.putHeader("content-type", "text/event-stream").setChunked(true);
    response.write("data: tick\n\n");
  }

  @Override
  public void close() {
    Future.all(gateway.close(), operations.close()).await();
  }
}
