package dev.tickgate.testing;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.CheckReply;
import dev.tickgate.bus.CheckRequest;
import dev.tickgate.bus.FeedBatch;
import dev.tickgate.bus.FeedLeader;
import dev.tickgate.bus.FeedState;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.stream.History;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Recovery;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;

/**
 * Leads a topic without a database. It counts the requests, and on demand appends publications that
 * it does not send on the bus.
 */
public final class FakeLeader implements FeedLeader {
  private final Bus bus;
  private final Topic topic;
  private History journal;
  private Bus.Registration serving;
  private long term = 1;
  private long leadership;
  private long begin;
  private int questions;
  private long heardTerm;
  private long epoch;
  private FeedState state = FeedState.LIVE;
  private boolean muted;
  private int unanswered;

  public FakeLeader(Bus bus, Topic topic, long epoch) {
    this.bus = bus;
    this.topic = topic;
    restart(epoch, 0);
  }

  /** Begins another epoch, behind an offset. */
  public synchronized void restart(long epoch, long offset) {
    this.epoch = epoch;
    journal = new History(100_000);
    journal.restart(new Position(epoch, offset));
  }

  public Future<Void> serve() {
    return bus.serve(topic.name(), this)
        .onSuccess(registration -> serving = registration)
        .mapEmpty();
  }

  public Future<Void> abdicate() {
    return serving.cancel();
  }

  public synchronized void state(FeedState state) {
    this.state = state;
  }

  /** From now on accepts every request, and answers none. */
  public synchronized void mute() {
    muted = true;
  }

  /** Returns the number of requests that were not answered. */
  public synchronized int unanswered() {
    return unanswered;
  }

  @Override
  public synchronized Future<CheckReply> check(CheckRequest request) {
    if (muted) {
      unanswered++;
      return Promise.<CheckReply>promise().future();
    }
    heardTerm = Math.max(heardTerm, request.term());
    Position head = journal.head().orElseThrow();
    Optional<Recovery.Complete> missed =
        Optional.of(request)
            .filter(asked -> asked.epoch() > 0)
            .map(asked -> journal.since(new Position(asked.epoch(), asked.seq()), 1_000))
            .filter(Recovery.Complete.class::isInstance)
            .map(Recovery.Complete.class::cast);
    FeedBatch batch =
        new FeedBatch(
            term,
            leadership,
            head.epoch(),
            begin,
            missed.isPresent() ? request.seq() + 1 : head.offset() + 1,
            missed.map(Recovery.Complete::missed).orElse(List.of()));
    return Future.succeededFuture(
        new CheckReply(state, head.offset(), head.epoch(), missed.isPresent(), batch));
  }

  @Override
  public synchronized Future<SyncReply> sync(SyncRequest request) {
    if (muted) {
      unanswered++;
      return Promise.<SyncReply>promise().future();
    }
    return Future.succeededFuture(answer(request));
  }

  public synchronized void term(long term) {
    this.term = term;
  }

  /** Begins another leadership behind that sequence number. */
  public synchronized void term(long term, long begin) {
    this.term = term;
    leadership++;
    this.begin = begin;
  }

  public Publication publish() {
    Publication publication = publishAndLose();
    send(publication);
    return publication;
  }

  /** Appends a publication to the journal and does not send it on the bus. */
  public synchronized Publication publishAndLose() {
    Position next = journal.head().orElseThrow().next();
    Publication publication =
        Publication.at(
            topic,
            next,
            "{\"type\":\"ticker\",\"symbol\":\"USD_JPY\",\"bid\":151.245,\"ask\":151.249,"
                + "\"mid\":151.247,\"timestamp\":\"2026-02-16T13:05:10.123Z\"}");
    journal.append(publication);
    return publication;
  }

  public void publishAgain(Publication publication) {
    send(publication);
  }

  private void send(Publication publication) {
    Position position = publication.position();
    bus.publish(
        topic.name(),
        new FeedBatch(
            term, leadership, position.epoch(), begin, position.offset(), List.of(publication)));
  }

  /** Returns the highest term that a request named. */
  public synchronized long heardTerm() {
    return heardTerm;
  }

  /** Returns the number of answered requests for a topic. */
  public synchronized int questions() {
    return questions;
  }

  private synchronized SyncReply answer(SyncRequest request) {
    questions++;
    heardTerm = Math.max(heardTerm, request.term());
    List<Publication> page =
        request
            .have()
            .map(have -> journal.since(have, request.limit()))
            .filter(Recovery.Complete.class::isInstance)
            .map(recovery -> ((Recovery.Complete) recovery).missed())
            .orElseGet(() -> journal.tail(request.limit()));
    Position head = journal.head().orElseThrow();
    return new SyncReply(
        term,
        leadership,
        head.offset(),
        head,
        state,
        page.subList(0, Math.min(request.limit(), page.size())));
  }

  public Optional<Position> head() {
    return journal.head();
  }
}
