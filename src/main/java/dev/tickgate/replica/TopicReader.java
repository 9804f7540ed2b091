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
 * Reads one topic for a part of the node that is not a client: in order, and each publication once.
 * Requests publications that the bus lost from the leader. Reports demand for the topic while it
 * reads. Confined to the event loop that starts it.
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
  // The number of existing publications with which it begins: 0 or 1.
  private int first;
  // Null before the start.
  private Future<Bus.Registration> registration;
  // Null before the first answer of a leader.
  private Position have;
  private long term;
  private boolean asking;
  private long timer = -1;

  /**
   * @param topic one that a feed of the routes serves
   * @param reader the name of the reader in the cluster, unique among readers and nodes
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

  /**
   * Begins with the newest publication, if there is one.
   *
   * @return completes when it has read that publication; fails if no leader answers yet
   */
  public Future<Void> startWithNewest() {
    first = 1;
    return hear().compose(heard -> ask());
  }

  /** Begins with the next publication; completes when every node has the registration. */
  public Future<Void> start() {
    return hear().onSuccess(heard -> ask()).mapEmpty();
  }

  private Future<Bus.Registration> hear() {
    demand.ifPresent(reports -> reports.wanted(topic));
    timer = vertx.setPeriodic(SECOND, now -> tick());
    registration = bus.hear(topic, this::received);
    return registration;
  }

  // Asks every second, because no later publication reveals the loss of the last one.
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

  private Future<Void> ask() {
    if (asking) {
      return Future.succeededFuture();
    }
    asking = true;
    Optional<Position> position = Optional.ofNullable(have);
    int limit = have == null ? first : PAGE;
    return bus.sync(new SyncRequest(feed, topic, position, limit, term), ANSWER)
        .onComplete(done -> asking = false)
        // Without a leader there is nothing to read; the next tick asks again.
        .onSuccess(this::answered)
        .mapEmpty();
  }

  private void answered(SyncReply reply) {
    if (reply.term() < term) {
      // The answer is from a leader that does not know yet that it was deposed.
      return;
    }
    term = reply.term();
    demand.ifPresent(reports -> reports.leads(term));
    Position head = reply.head();
    if (have == null || head.epoch() < have.epoch()) {
      boolean begins = have == null;
      have = head;
      if (begins) {
        reply.publications().forEach(listener);
      }
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

  /** Stops reading; completes when no node has the registration any more. */
  public Future<Void> stop() {
    vertx.cancelTimer(timer);
    demand.ifPresent(reports -> reports.unwanted(topic));
    return registration == null
        ? Future.succeededFuture()
        : registration.transform(
            heard -> heard.succeeded() ? heard.result().cancel() : Future.succeededFuture());
  }
}
