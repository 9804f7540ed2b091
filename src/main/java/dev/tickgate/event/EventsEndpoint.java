package dev.tickgate.event;

import dev.tickgate.access.Principal;
import dev.tickgate.endpoint.AuthenticationHandler;
import dev.tickgate.endpoint.MountParts;
import dev.tickgate.http.HttpErrors;
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
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Serves {@code GET /api/realtime/events?channels=…}: the events of channels, resumed by {@code
 * Last-Event-ID}. Confined to one event loop.
 */
final class EventsEndpoint {
  static final String PATH = "/api/realtime/events";
  private static final String ALL = "*";
  // Spreads the reconnections of the clients of a failed node. Both are in milliseconds.
  private static final int SOONEST_RETRY = 500;
  private static final int RETRY_SPREAD = 1000;

  private final MountParts parts;
  private final Map<String, Topic> channels = new LinkedHashMap<>();
  private final EventStreams streams;
  private final EventHeartbeats heartbeats;
  private final EventMetrics metrics;
  private final InstantSource clock;
  private final Supplier<String> ids;
  private final RandomGenerator random;
  private boolean refusing;

  EventsEndpoint(
      MountParts parts,
      List<Channel> channels,
      EventStreams streams,
      EventHeartbeats heartbeats,
      EventMetrics metrics,
      InstantSource clock,
      Supplier<String> ids,
      RandomGenerator random) {
    this.parts = parts;
    channels.forEach(channel -> this.channels.put(channel.name(), channel.topic()));
    this.streams = streams;
    this.heartbeats = heartbeats;
    this.metrics = metrics;
    this.clock = clock;
    this.ids = ids;
    this.random = random;
  }

  void mount(Router router) {
    router.get(PATH).handler(parts.identify()).handler(this::events);
  }

  /** Makes new clients reconnect to another node, because this node stops. */
  void refuse() {
    refusing = true;
  }

  private void events(RoutingContext context) {
    Principal principal = AuthenticationHandler.principal(context);
    List<String> names =
        context.queryParam("channels").stream()
            .flatMap(text -> List.of(text.split(",", -1)).stream())
            .toList();
    boolean all = names.isEmpty() || names.contains(ALL);
    Set<Topic> topics = new LinkedHashSet<>();
    if (all) {
      channels.values().stream().filter(topic -> mayRead(principal, topic)).forEach(topics::add);
    } else {
      names.forEach(name -> Optional.ofNullable(channels.get(name)).ifPresent(topics::add));
    }
    Optional<String> id =
        Optional.ofNullable(context.request().getHeader("Last-Event-ID"))
            .or(() -> context.queryParam("lastEventId").stream().findFirst())
            .filter(text -> !text.isEmpty());
    Optional<Map<Topic, ChannelPosition>> positions =
        id.map(text -> EventId.parse(text, topics)).orElse(Optional.of(Map.of()));
    if (refusing) {
      SseTransport.sendAway(context.request(), parts.hub().sessions().goingAway());
    } else if (!all && !channels.keySet().containsAll(names)) {
      HttpErrors.send(context, 404, ErrorCode.UNKNOWN_CHANNEL);
    } else if (topics.isEmpty() || !topics.stream().allMatch(topic -> mayRead(principal, topic))) {
      HttpErrors.send(context, 403, ErrorCode.ACCESS_DENIED);
    } else if (positions.isEmpty()) {
      HttpErrors.send(
          context,
          400,
          ErrorCode.INVALID_POSITION.name(),
          "The id must be that of an event of this stream, such as events.orders=7.19.");
    } else {
      parts
          .admission()
          .admit(context.request())
          .ifPresent(over -> open(context, topics, id.isPresent(), positions.get(), over));
    }
  }

  private boolean mayRead(Principal principal, Topic topic) {
    return parts.hub().rights().access().mayRead(principal, topic);
  }

  private void open(
      RoutingContext context,
      Set<Topic> topics,
      boolean resumed,
      Map<Topic, ChannelPosition> positions,
      Runnable over) {
    HttpServerRequest request = context.request();
    HttpServerResponse response = request.response();
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform")
        // Otherwise nginx buffers the response.
        .putHeader("X-Accel-Buffering", "no");
    // Set before the session is in the hub, so that a failure here leaves no state behind.
    response.closeHandler(closed -> over.run());
    SseTransport.begin(request);
    boolean chunked = SseTransport.isChunked(request);
    Principal principal = AuthenticationHandler.principal(context);
    EventConnection connection = new EventConnection(ids.get(), clock.instant(), principal);
    Ending ending = new Ending(over);
    Session session =
        parts
            .hub()
            .sessions()
            .open(
                principal,
                Format.events(chunked),
                Optional.of(streams),
                opened -> new SseTransport(request, opened::drained, ending));
    Map<Topic, ChannelPosition> known = new LinkedHashMap<>(positions);
    if (!resumed) {
      topics.forEach(
          topic ->
              parts
                  .hub()
                  .position(topic)
                  .ifPresent(head -> known.put(topic, ChannelPosition.at(head))));
    }
    int retry = SOONEST_RETRY + random.nextInt(RETRY_SPREAD);
    EventStream stream = new EventStream(session, connection, chunked, retry, topics, known);
    ending.stream = stream;
    response.closeHandler(
        closed -> {
          parts.hub().sessions().closed(session);
          ending.run();
        });
    streams.add(stream, resumed);
    heartbeats.add(stream);
    metrics.opened(connection, resumed);
    begin(stream, resumed, positions);
  }

  private void begin(EventStream stream, boolean resumed, Map<Topic, ChannelPosition> positions) {
    for (Topic topic : Set.copyOf(stream.topics())) {
      Optional<Position> since =
          Optional.ofNullable(positions.get(topic)).map(ChannelPosition::all);
      // The id does not have this channel: the client is notified that it may have missed events.
      Optional<Position> asked = since.or(() -> Optional.of(Position.NONE).filter(none -> resumed));
      parts
          .hub()
          .subscribe(stream.session, new Command.Subscribe(topic, asked, Pace.UNLIMITED), false);
    }
    parts.hub().flush();
  }

  /** Ends a stream, whether the client or the server closes it. Further calls have no effect. */
  private final class Ending implements Runnable {
    private final Runnable over;
    private EventStream stream;

    Ending(Runnable over) {
      this.over = over;
    }

    @Override
    public void run() {
      over.run();
      if (stream != null && streams.remove(stream)) {
        heartbeats.remove(stream);
        metrics.closed(stream.connection);
      }
    }
  }
}
