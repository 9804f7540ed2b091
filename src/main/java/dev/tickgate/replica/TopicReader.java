package dev.tickgate.replica;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicRoutes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads one topic for a part of the node that is no client: in order, each publication once, and
 * those that the bus lost from the leader. Wants the topic while it reads. Confined to the event
 * loop that starts it.
 */
public final class TopicReader {
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final int PAGE = 256;
  private static final long SECOND = 1_000;

  private final Vertx vertx;
  private final Bus bus;
  private final Topic topic;
  private final String feed;
  private final Optional<DemandReports> demand;
  private final Consumer<Publication> listener;
  private Bus.Registration registration;
  // Null before the first answer of a leader.
  private Position have;
  private long term;
  private boolean asking;
  private long timer = -1;

  /**
   * @param topic one that a feed of the routes serves
   * @param reader its name in the cluster, which no other reader and no node has
   */
  public TopicReader(
      Vertx vertx,
      Bus bus,
      TopicRoutes routes,
      Topic topic,
      String reader,
      Consumer<Publication> listener) {
    this.vertx = vertx;
    this.bus = bus;
    this.topic = topic;
    this.feed = routes.of(topic).orElseThrow().feed();
    this.demand =
        Optional.of(new DemandReports(feed, reader, bus))
            .filter(reports -> routes.isOnDemand(feed));
    this.listener = listener;
  }

  /** Begins with the next publication; done when every node knows that this one hears the topic. */
  public Future<Void> start() {
    demand.ifPresent(reports -> reports.wanted(topic));
    timer = vertx.setPeriodic(SECOND, now -> tick());
    return bus.hear(topic, this::received)
        .onSuccess(
            heard -> {
              registration = heard;
              ask();
            })
        .mapEmpty();
  }

  // A lost last publication has no successor that shows it.
  private void tick() {
    demand.ifPresent(DemandReports::tick);
    ask();
  }

  private void received(Publication publication) {
    if (have == null) {
      return;
    }
    if (publication.position().equals(have.next())) {
      take(publication);
    } else if (isNew(publication.position())) {
      ask();
    }
  }

  private boolean isNew(Position position) {
    return position.epoch() > have.epoch()
        || position.epoch() == have.epoch() && position.offset() > have.offset();
  }

  private void take(Publication publication) {
    have = publication.position();
    listener.accept(publication);
  }

  private void ask() {
    if (asking) {
      return;
    }
    asking = true;
    Optional<Position> position = Optional.ofNullable(have);
    int limit = have == null ? 0 : PAGE;
    bus.sync(new SyncRequest(feed, topic, position, limit, term), ANSWER)
        .onComplete(done -> asking = false)
        // Without a leader there is nothing to read; the next second asks again.
        .onSuccess(this::answered);
  }

  private void answered(SyncReply reply) {
    if (reply.term() < term) {
      // Of a leader that does not know that it was deposed.
      return;
    }
    term = reply.term();
    demand.ifPresent(reports -> reports.leads(term));
    Position head = reply.head();
    if (have == null || head.epoch() < have.epoch()) {
      have = head;
      return;
    }
    Position before = have;
    reply.publications().stream()
        .filter(publication -> isNew(publication.position()))
        .forEach(this::take);
    if (!have.equals(before) && isNew(head)) {
      ask();
    }
  }

  /** Reads no more; done when every node knows. */
  public Future<Void> stop() {
    vertx.cancelTimer(timer);
    demand.ifPresent(reports -> reports.unwanted(topic));
    return registration == null ? Future.succeededFuture() : registration.cancel();
  }
}
