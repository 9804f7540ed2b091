package dev.tickgate.diagnostics;

import dev.tickgate.endpoint.Endpoint;
import dev.tickgate.endpoint.Mount;
import dev.tickgate.endpoint.SockJsHomes;
import dev.tickgate.endpoint.SockJsMount;
import dev.tickgate.endpoint.WebSockets;
import dev.tickgate.http.DiagnosticsPath;
import dev.tickgate.http.SessionAdmission;
import dev.tickgate.hub.Hub;
import dev.tickgate.transport.Inbound;
import dev.tickgate.transport.InboundRate;
import dev.tickgate.transport.SockJsRequest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code /diag}: mounts on which conformance suites try the transports of the product. {@code
 * ws-echo} for those of WebSocket, {@code sockjs/…} for that of SockJS 0.3.3.
 */
public final class Diagnostics implements Mount {
  // Suites send as much in one message, as many frames, and as slowly as they like.
  private static final Duration TIME = Duration.ofMinutes(2);
  private static final Inbound ANYTHING =
      new Inbound(16 << 20, InboundRate.Allowance.UNLIMITED, TIME);

  private static final String SOCKJS = DiagnosticsPath.PREFIX + "sockjs/";
  // The suite waits for the end of a streaming response of this size.
  private static final int STREAMING = 4096;

  // The suite wants it as vertx-web has it; see SockJsSuite.
  private static final Consumer<HttpServerRequest> AS_IT_IS = request -> {};

  private final Echo echo;
  private final List<SockJsMount> mounts;

  /**
   * @param message bytes of one message over SockJS
   */
  public Diagnostics(
      Vertx vertx, Hub hub, int message, SockJsHomes homes, SessionAdmission admission) {
    echo = new Echo(hub);
    Inbound inbound = new Inbound(message, InboundRate.Allowance.UNLIMITED, TIME);
    mounts =
        List.of(
            new SockJsMount(
                vertx, SOCKJS + "echo", options(), inbound, echo, homes, admission, AS_IT_IS),
            new SockJsMount(
                vertx,
                SOCKJS + "close",
                options(),
                inbound,
                new CloseService(hub),
                homes,
                admission,
                AS_IT_IS),
            new SockJsMount(
                vertx,
                SOCKJS + "disabled_websocket_echo",
                options().addDisabledTransport("WEBSOCKET"),
                inbound,
                echo,
                homes,
                admission,
                AS_IT_IS),
            new SockJsMount(
                vertx,
                SOCKJS + "cookie_needed_echo",
                options().setInsertJSESSIONID(true),
                inbound,
                echo,
                homes,
                admission,
                AS_IT_IS));
  }

  private static SockJSHandlerOptions options() {
    return new SockJSHandlerOptions()
        // The suite accepts only an absolute URL.
        .setLibraryURL("/vendor/sockjs.min.js")
        .setHeartbeatInterval(Hub.ALIVE_ROUND.toMillis())
        .setInsertJSESSIONID(false)
        .setMaxBytesStreaming(STREAMING);
  }

  @Override
  public Optional<Endpoint> at(HttpServerRequest request) {
    if (request.path().equals(DiagnosticsPath.PREFIX + "ws-echo")) {
      return Optional.of(new Endpoint(ANYTHING, socket -> echo.rawWebSocket(request, socket)));
    }
    return mounts.stream().map(mount -> mount.at(request)).flatMap(Optional::stream).findFirst();
  }

  @Override
  public HttpServerRequest seen(HttpServerRequest request) {
    return mounts.stream().anyMatch(mount -> mount.has(request))
        ? SockJsRequest.ofSuite(request)
        : request;
  }

  @Override
  public void mount(Router router) {
    router.get(DiagnosticsPath.PREFIX + "ws-echo").handler(WebSockets::upgradeRequired);
    router.route(SOCKJS + "*").handler(SockJsSuite::asItExpects);
    mounts.forEach(mount -> mount.mount(router));
  }
}
