package dev.tickgate.endpoint;

import dev.tickgate.access.Principal;
import dev.tickgate.endpoint.TopicGate.Admission;
import dev.tickgate.http.HttpErrors;
import dev.tickgate.http.SessionAdmission;
import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Session;
import dev.tickgate.protocol.Command;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.SseTransport;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code GET /sse?topic=…&topic=…}: server-sent events, resumed by {@code Last-Event-ID}. */
final class SseEndpoint {
  private static final String LAST_EVENT_ID = "Last-Event-ID";

  private final Hub hub;
  private final AuthenticationHandler identify;
  private final SessionAdmission admission;
  private final TopicGates gates;
  private boolean refusing;

  SseEndpoint(
      Hub hub, AuthenticationHandler identify, SessionAdmission admission, TopicGates gates) {
    this.hub = hub;
    this.identify = identify;
    this.admission = admission;
    this.gates = gates;
  }

  void mount(Router router) {
    router.get("/sse").handler(identify).handler(this::events);
  }

  /**
   * Ends the streams of new clients at once from now on, so that they reconnect to another node:
   * this node stops.
   */
  void refuse() {
    refusing = true;
  }

  private void events(RoutingContext context) {
    List<String> names = context.queryParam("topic");
    Optional<String> id =
        Optional.ofNullable(context.request().getHeader(LAST_EVENT_ID))
            .or(() -> context.queryParam("lastEventId").stream().findFirst());
    Set<Topic> topics = new LinkedHashSet<>();
    names.forEach(name -> Topic.parse(name).ifPresent(topics::add));
    Optional<Map<Topic, Position>> positions =
        id.isEmpty() ? Optional.of(Map.of()) : Format.readEventId(topics, id.get());
    Optional<Pace> pace = Pace.parse(context.request().getParam("maxRate"));
    Optional<Boolean> envelope = Envelope.wanted(context.request());
    if (refusing) {
      SseTransport.sendAway(context.request(), hub.sessions().goingAway());
    } else if (names.isEmpty() || names.contains("")) {
      HttpErrors.send(context, 400, ErrorCode.MISSING_TOPIC);
    } else if (names.stream().anyMatch(name -> name.length() > Topic.MAX_LENGTH)) {
      HttpErrors.send(context, 400, ErrorCode.TOPIC_TOO_LONG);
    } else if (!names.stream().allMatch(name -> Topic.parse(name).isPresent())) {
      HttpErrors.send(context, 400, ErrorCode.INVALID_TOPIC);
    } else if (positions.isEmpty()) {
      HttpErrors.send(context, 400, ErrorCode.INVALID_POSITION);
    } else if (pace.isEmpty()) {
      HttpErrors.send(context, 400, ErrorCode.INVALID_RATE);
    } else if (envelope.isEmpty()) {
      HttpErrors.send(context, 400, ErrorCode.INVALID_ENVELOPE);
    } else if (pace.get().isLimited() && topics.stream().anyMatch(hub.settings()::deliversEach)) {
      HttpErrors.send(context, 400, ErrorCode.RATE_NOT_SUPPORTED);
    } else {
      Principal principal = AuthenticationHandler.principal(context);
      gates
          .admission(principal, topics)
          .onSuccess(
              found ->
                  found.ifPresentOrElse(
                      admitted ->
                          begin(
                              context,
                              topics,
                              positions.get(),
                              pace.get(),
                              envelope.get(),
                              admitted),
                      () -> HttpErrors.send(context, 403, ErrorCode.ACCESS_DENIED)))
          .onFailure(unknown -> AuthenticationHandler.refuse(context, ErrorCode.AUTH_UNAVAILABLE));
    }
  }

  private void begin(
      RoutingContext context,
      Set<Topic> topics,
      Map<Topic, Position> positions,
      Pace pace,
      boolean envelope,
      Admission admitted) {
    admission
        .admit(context.request())
        .ifPresent(
            over -> {
              Session session = open(context, topics, positions, envelope, over);
              admitted.grant(session);
              subscribe(session, topics, positions, pace);
            });
  }

  private void subscribe(
      Session session, Set<Topic> topics, Map<Topic, Position> positions, Pace pace) {
    for (Topic topic : topics) {
      // The event id lacks this topic: the client is notified that it may have missed publications.
      Optional<Position> since =
          positions.isEmpty()
              ? Optional.empty()
              : Optional.of(positions.getOrDefault(topic, Position.NONE));
      hub.subscribe(session, new Command.Subscribe(topic, since, pace), true);
    }
    hub.flush();
  }

  private Session open(
      RoutingContext context,
      Set<Topic> topics,
      Map<Topic, Position> positions,
      boolean envelope,
      Runnable over) {
    HttpServerRequest request = context.request();
    HttpServerResponse response = request.response();
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform")
        // nginx would buffer the stream.
        .putHeader("X-Accel-Buffering", "no");
    // Before the hub has the session: a failure here leaves no session in the hub.
    response.closeHandler(closed -> over.run());
    SseTransport.begin(request);
    Session session =
        hub.sessions()
            .open(
                AuthenticationHandler.principal(context),
                Format.sse(topics, positions, SseTransport.isChunked(request), envelope),
                opened -> new SseTransport(request, opened::drained, over));
    response.closeHandler(
        closed -> {
          over.run();
          hub.sessions().closed(session);
        });
    return session;
  }
}
