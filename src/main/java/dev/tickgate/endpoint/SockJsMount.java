package dev.tickgate.endpoint;

import dev.tickgate.endpoint.SockJsHomes.Home;
import dev.tickgate.http.BodyText;
import dev.tickgate.http.HttpErrors;
import dev.tickgate.http.Responses;
import dev.tickgate.http.SessionAdmission;
import dev.tickgate.transport.Inbound;
import dev.tickgate.transport.SockJsFrames;
import dev.tickgate.transport.SockJsRequest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service over SockJS, below a path. Tickgate implements the WebSocket transports, which nearly
 * all clients use; vertx-web implements the others.
 */
public final class SockJsMount implements Mount {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String HOME = "tickgate.home";
  private static final String ID = "tickgate.session";

  private final Vertx vertx;
  private final String path;
  private final SockJSHandlerOptions options;
  private final Inbound inbound;
  private final SockJsService service;
  private final SockJsHomes homes;
  private final SessionAdmission admission;
  private final InstantSource clock;
  private final Consumer<HttpServerRequest> syncService;
  private final Pattern webSocket;
  private final Pattern receiving;

  /**
   * @param options with the URL of the client library that the frame page loads
   * @param homes the parts of this mount on all loops
   * @param syncService called before the head of an answer is written, to correct its headers:
   *     vertx-web lets any origin read the answer
   */
  public SockJsMount(
      Vertx vertx,
      String path,
      SockJSHandlerOptions options,
      Inbound inbound,
      SockJsService service,
      SockJsHomes homes,
      SessionAdmission admission,
      InstantSource clock,
      Consumer<HttpServerRequest> syncService) {
    this.vertx = vertx;
    this.path = path;
    this.options = options;
    this.inbound = inbound;
    this.service = service;
    this.homes = homes;
    this.admission = admission;
    this.clock = clock;
    this.syncService = syncService;
    String session = Pattern.quote(path) + "/[^/.]+/([^/.]+)/";
    this.webSocket = Pattern.compile(session + "websocket");
    this.receiving = Pattern.compile(session + "(?:xhr|xhr_streaming|eventsource|htmlfile|jsonp)");
  }

  @Override
  public Optional<Endpoint> at(HttpServerRequest request) {
    if (options.getDisabledTransports().contains("WEBSOCKET")) {
      return Optional.empty();
    }
    if (request.path().equals(path + "/websocket")) {
      return Optional.of(new Endpoint(inbound, socket -> service.rawWebSocket(request, socket)));
    }
    return webSocket.matcher(request.path()).matches()
        ? Optional.of(new Endpoint(inbound, socket -> service.sockJsWebSocket(request, socket)))
        : Optional.empty();
  }

  public boolean has(HttpServerRequest request) {
    return request.path() != null && request.path().startsWith(path + "/");
  }

  /** Returns a request of this mount with a connection that stays open after the response. */
  @Override
  public HttpServerRequest seen(HttpServerRequest request) {
    return has(request) ? SockJsRequest.of(request) : request;
  }

  /** Mounts the transports of SockJS other than WebSockets. */
  @Override
  public void mount(Router router) {
    String below = path + "/*";
    router.route(below).handler(this::watchHead);
    router.route(below).handler(this::requireCleanPath);
    Responses.route(router, path).handler(SockJsMount::greet);
    router.post(below).handler(BodyHandler.create(false).setBodyLimit(inbound.message()));
    router
        .postWithRegex(Pattern.quote(path) + "/[^/.]+/[^/.]+/(?:xhr_send|jsonp_send)")
        .handler(SockJsMount::requireMessages);
    router
        .getWithRegex(Pattern.quote(path) + "/iframe(?:-[^/]*)?\\.html")
        .handler(new SockJsIframe(options.getLibraryURL(), clock)::send);
    SockJsAdmission sessions = new SockJsAdmission(vertx, admission);
    homes.add(path, new Home(vertx.getOrCreateContext(), service, sessions));
    router.route(below).handler(this::goHome);
    router
        .route(below)
        .subRouter(SockJSHandler.create(vertx, options).socketHandler(SockJsMount::opened));
    router.route(below).handler(SockJsMount::nothingHere);
  }

  private void watchHead(RoutingContext context) {
    context.addHeadersEndHandler(ready -> syncService.accept(context.request()));
    context.next();
  }

  // The router would treat two slashes as one.
  private void requireCleanPath(RoutingContext context) {
    if (context.request().path().contains("//")) {
      nothingHere(context);
    } else {
      context.next();
    }
  }

  // Requests that only send messages need not change the loop: vertx-web passes the messages to the
  // loop of their session.
  private void goHome(RoutingContext context) {
    Matcher request = receiving.matcher(context.normalizedPath());
    if (!request.matches()) {
      context.next();
      return;
    }
    // nginx would hold back the frames of a stream until its buffer is full.
    context.response().putHeader("X-Accel-Buffering", "no");
    String id = URLDecoder.decode(request.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    Home home = homes.of(path, id);
    context.put(HOME, home).put(ID, id);
    home.loop().runOnContext(turn -> home.admission().admit(context, id));
  }

  private static void opened(SockJSSocket socket) {
    RoutingContext context = socket.routingContext();
    Home home = context.get(HOME);
    home.admission().opened(context, context.get(ID), socket);
    home.service().fallback(socket);
  }

  private static void greet(RoutingContext context) {
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=UTF-8");
    Responses.end(context.request(), Buffer.buffer("Welcome to SockJS!\n"));
  }

  private static void nothingHere(RoutingContext context) {
    HttpErrors.send(context, 404, "NOT_FOUND", "This path does not exist.");
  }

  // vertx-web assumes that each JSON array has only strings, and fails on any other body.
  private static void requireMessages(RoutingContext context) {
    String type = mediaType(context.request());
    boolean isForm =
        FORM.equalsIgnoreCase(type) && context.request().path().endsWith("/jsonp_send");
    // vertx-web answers a request without a body.
    boolean isBroken =
        isForm
            ? isBroken(context.request().getFormAttribute("d"))
            : context.body().buffer() != null
                && BodyText.of(context).flatMap(SockJsFrames::read).isEmpty();
    if (isBroken) {
      context.response().setStatusCode(500).end("Broken JSON encoding.");
    } else {
      context.next();
    }
  }

  private static boolean isBroken(String messages) {
    return messages != null && SockJsFrames.read(messages).isEmpty();
  }

  // vertx-web compares the whole header with the media type: the parameters are removed.
  private static String mediaType(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || type.indexOf(';') < 0) {
      return type;
    }
    String alone = type.substring(0, type.indexOf(';')).strip();
    request.headers().set(HttpHeaders.CONTENT_TYPE, alone);
    return alone;
  }
}
