package dev.tickgate.lead;

import dev.tickgate.bus.FeedState;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.stream.History;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One leadership of a feed: writes what was found to the journal, then publishes it, and answers
 * gateways. Its writes never overlap. Confined to the poller's event loop; thrown away when the
 * outcome of a write is unknown, for the database knows it.
 */
public final class Sequencer {
  static final int MEMORY = 10_000;
  // A service on the bus that sends nonsense does not drive terms and epochs to their limits.
  private static final long PLAUSIBLE = 1L << 32;

  private final Topic topic;
  private final Term term;
  private final Consumer<Publication> bus;
  private final Lease lease;
  private final Journal journal;
  private final PublishingMetrics metrics;
  private final LongSupplier nanos;
  private final BatchSize batchSize;
  private final History history = new History(MEMORY);
  private final SyncAnswers answers;
  private Position head;
  private long lastSent;
  private long confirmed;
  private long appended;
  private boolean leaving;
  private boolean released;
  private Future<?> writing = Future.succeededFuture();

  /**
   * @param length of the lease
   * @param taken when the lease was asked for, in nanoseconds of the JVM's clock
   * @param bus takes what is to be published
   */
  public Sequencer(
      Topic topic,
      Term term,
      Duration length,
      long taken,
      Consumer<Publication> bus,
      Lease lease,
      Journal journal,
      PublishingMetrics metrics,
      LongSupplier nanos) {
    this.topic = topic;
    this.term = term;
    this.batchSize = new BatchSize(length);
    this.confirmed = taken;
    this.bus = bus;
    this.lease = lease;
    this.journal = journal;
    this.metrics = metrics;
    this.nanos = nanos;
    this.appended = nanos.getAsLong();
    this.answers = new SyncAnswers(topic, history, journal, new HoleReport(topic, metrics));
    this.head = term.position();
  }

  public Term term() {
    return term;
  }

  /** Whether nobody else can lead: a process that was paused does not know, and asks first. */
  public boolean holds(Duration length) {
    return !released && nanos.getAsLong() - confirmed < length.toNanos();
  }

  public boolean isReleased() {
    return released;
  }

  /** When the journal last took what was found, in nanoseconds of the JVM's clock. */
  public long lastAppended() {
    return appended;
  }

  public Position head() {
    return head;
  }

  /** Remembers the journal's tail, no more of it than a takeover has time for. */
  public Future<Void> load() {
    return journal
        .lastSecond(term.head(), Journal.BATCH)
        .map(
            entries -> {
              List<Journal.Entry> tail = answers.tail(entries, term.head());
              history.restart(new Position(term.epoch(), term.head() - tail.size()));
              tail.forEach(entry -> history.append(answers.publication(term.epoch(), entry)));
              return null;
            });
  }

  /**
   * What the leader before may have written and not published, or not to everybody; gateways drop
   * what they have.
   */
  public void publishTail() {
    history.tail(Journal.BATCH).forEach(bus);
  }

  /** Writes no more than what it is writing. */
  public void leave() {
    leaving = true;
  }

  /**
   * Whether the asker has heard of a later leadership, or of more than was published: the journal
   * may have been taken back under this leader.
   */
  public boolean isContradictedBy(SyncRequest request) {
    if (request.term() <= 0 || request.term() - term.number() > PLAUSIBLE) {
      return false;
    }
    return request.term() > term.number() || request.have().filter(this::isBehind).isPresent();
  }

  private boolean isBehind(Position have) {
    return have.epoch() - head.epoch() < PLAUSIBLE && HighWater.isBefore(head, have);
  }

  public Future<SyncReply> answer(SyncRequest request, FeedState state) {
    Position now = head;
    return answers
        .answer(request, now)
        .map(publications -> new SyncReply(term.number(), now, state, publications));
  }

  /**
   * Appends the drafts to the journal, a batch at a time, and publishes each batch after its
   * commit.
   */
  public Future<Outcome> append(List<Journal.Draft> drafts, Optional<Cursor> cursor) {
    int size = Math.min(batchSize.size(), drafts.size());
    boolean last = size == drafts.size();
    List<Journal.Draft> now = drafts.subList(0, size);
    // The cursor says that all before it is in the journal.
    Optional<Cursor> then = last ? cursor : Optional.empty();
    return alone(() -> sent(() -> write(now, then)))
        .compose(
            appended -> {
              this.appended = nanos.getAsLong();
              batchSize.took(size, this.appended - lastSent);
              if (appended.isEmpty()) {
                return Future.succeededFuture(Outcome.DEPOSED);
              }
              publish(appended.get(), now);
              if (last) {
                return Future.succeededFuture(Outcome.DONE);
              }
              return leaving
                  ? Future.succeededFuture(Outcome.STOPPED)
                  : append(drafts.subList(size, drafts.size()), cursor);
            });
  }

  private Future<Optional<List<Journal.Appended>>> write(
      List<Journal.Draft> drafts, Optional<Cursor> cursor) {
    return journal
        .append(term.number(), head.offset(), drafts, cursor)
        .recover(failure -> Future.failedFuture(new WriteFailure(failure)));
  }

  private void publish(List<Journal.Appended> appended, List<Journal.Draft> drafts) {
    confirmed = lastSent;
    Map<Long, String> bodies = new HashMap<>();
    drafts.forEach(draft -> bodies.put(draft.key(), draft.body()));
    for (Journal.Appended row : appended) {
      Position position = new Position(term.epoch(), row.offset());
      Publication publication = Publication.at(topic, position, bodies.get(row.key()));
      history.append(publication);
      head = position;
      bus.accept(publication);
    }
    if (!appended.isEmpty()) {
      metrics.published(appended.size());
    }
  }

  public Future<Outcome> renew(Optional<Cursor> cursor) {
    return alone(() -> sent(() -> lease.renew(term.number(), head.offset(), cursor)))
        .map(ours -> ours ? renewed() : Outcome.DEPOSED);
  }

  private Outcome renewed() {
    confirmed = lastSent;
    return Outcome.DONE;
  }

  // The lease is counted from before the question: how long the answer took nobody knows, nor
  // whether the process was stopped while it was asking.
  private <T> Future<T> sent(Supplier<Future<T>> write) {
    lastSent = nanos.getAsLong();
    return write.get();
  }

  public Future<Void> release(Optional<Cursor> cursor) {
    released = true;
    return alone(() -> lease.release(term.number(), cursor));
  }

  // Two statements on the lease's row at once: the second would wait, then judge the journal by a
  // snapshot from before the first.
  private <T> Future<T> alone(Supplier<Future<T>> write) {
    Future<T> turn = writing.transform(before -> write.get());
    writing = turn;
    return turn;
  }
}
