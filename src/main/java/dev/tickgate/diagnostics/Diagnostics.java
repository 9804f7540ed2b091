package dev.tickgate.diagnostics;

import dev.tickgate.endpoint.Endpoint;
import dev.tickgate.endpoint.Mount;
import dev.tickgate.endpoint.MountParts;
import dev.tickgate.endpoint.SockJsMount;
import dev.tickgate.endpoint.SockJsService;
import dev.tickgate.endpoint.WebSockets;
import dev.tickgate.http.DiagnosticsPath;
import dev.tickgate.hub.Hub;
import dev.tickgate.transport.Inbound;
import dev.tickgate.transport.InboundRate;
import dev.tickgate.transport.SockJsRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code /diag}: mounts with which conformance suites test the transports of the product. {@code
 * ws-echo} is for suites of WebSocket, {@code sockjs/…} for that of SockJS 0.3.3.
 */
public final class Diagnostics implements Mount {
  // Suites may send long messages, many frames, and slowly.
  private static final Duration TIME = Duration.ofMinutes(2);
  private static final Inbound ANYTHING =
      new Inbound(16 << 20, InboundRate.Allowance.UNLIMITED, TIME);

  private static final String SOCKJS = DiagnosticsPath.PREFIX + "sockjs/";
  // The suite waits for the end of a streaming response of this size.
  private static final int STREAMING = 4096;

  // The suite expects the headers of vertx-web; see SockJsSuite.
  private static final Consumer<HttpServerRequest> AS_IT_IS = request -> {};

  private final Echo echo;
  private final List<SockJsMount> mounts;

  public Diagnostics(MountParts parts) {
    echo = new Echo(parts.hub());
    Inbound inbound = new Inbound(parts.message(), InboundRate.Allowance.UNLIMITED, TIME);
    mounts =
        List.of(
            sockJs(parts, inbound, "echo", options(), echo),
            sockJs(parts, inbound, "close", options(), new CloseService(parts.hub())),
            sockJs(
                parts,
                inbound,
                "disabled_websocket_echo",
                options().addDisabledTransport("WEBSOCKET"),
                echo),
            sockJs(
                parts, inbound, "cookie_needed_echo", options().setInsertJSESSIONID(true), echo));
  }

  private static SockJsMount sockJs(
      MountParts parts,
      Inbound inbound,
      String name,
      SockJSHandlerOptions options,
      SockJsService service) {
    return new SockJsMount(
        parts.vertx(),
        SOCKJS + name,
        options,
        inbound,
        service,
        parts.homes(),
        parts.admission(),
        InstantSource.system(),
        AS_IT_IS);
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
