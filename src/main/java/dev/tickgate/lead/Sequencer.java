package dev.tickgate.lead;

import dev.tickgate.bus.CheckReply;
import dev.tickgate.bus.CheckRequest;
import dev.tickgate.bus.FeedBatch;
import dev.tickgate.bus.FeedState;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One leadership of a feed: gives the drafts of its sources their positions, publishes them, and
 * answers gateways. Confined to the poller's event loop; thrown away when the leadership ends.
 */
public abstract sealed class Sequencer permits JournalSequencer, MemorySequencer {
  static final int MEMORY = 10_000;
  static final long MEMORY_BYTES = 64 << 20;
  // Of one answer, and of one message to the gateways.
  static final long MESSAGE_BYTES = 1 << 20;
  // A service on the bus that sends nonsense does not drive terms and epochs to their limits.
  static final long PLAUSIBLE = 1L << 32;

  final PublishingMetrics metrics;
  final LongSupplier nanos;
  final SequencerListener listener;
  final FeedMemory memory = new FeedMemory(MEMORY, MEMORY_BYTES);
  Position head;
  long topicEpoch;
  boolean leaving;
  boolean released;
  boolean lost;
  private final Term term;
  private final long leadership = ThreadLocalRandom.current().nextLong();
  private final long begin;
  private final Consumer<FeedBatch> bus;
  private final Lease lease;
  private long lastSent;
  private long confirmed;
  private Future<?> writing = Future.succeededFuture();

  /**
   * @param taken when the lease was asked for, in nanoseconds of the JVM's clock
   * @param bus takes what is to be published
   * @param head the feed's epoch and newest sequence number
   * @param topicEpoch of topics that were never published to
   */
  Sequencer(
      Term term,
      long taken,
      Consumer<FeedBatch> bus,
      Lease lease,
      PublishingMetrics metrics,
      LongSupplier nanos,
      SequencerListener listener,
      Position head,
      long topicEpoch) {
    this.term = term;
    this.confirmed = taken;
    this.bus = bus;
    this.lease = lease;
    this.metrics = metrics;
    this.nanos = nanos;
    this.listener = listener;
    this.head = head;
    this.begin = head.offset();
    this.topicEpoch = topicEpoch;
  }

  public final Term term() {
    return term;
  }

  /**
   * Publishes the drafts, all or none of them.
   *
   * @param urgent whether they go before all that waits and is not
   * @return a place for each, in order; failed with {@link LeadershipLost} or {@link WriteFailure}
   *     where they are not known to be published, which a repetition with the same keys finds out
   */
  public abstract Future<List<Placed>> publish(List<Draft> drafts, boolean urgent);

  /** The same, behind all that waits. */
  public final Future<List<Placed>> publish(List<Draft> drafts) {
    return publish(drafts, false);
  }

  /**
   * Publishes the drafts of a scan, a batch at a time.
   *
   * @param cursor kept with the last batch: it says that all before it is published
   */
  public abstract Future<Outcome> append(List<Draft> drafts, Optional<Cursor> cursor);

  /** When what was found was last published, in nanoseconds of the JVM's clock. */
  public abstract long lastAppended();

  /** Remembers what the leader before published, no more of it than a takeover has time for. */
  abstract Future<Void> load();

  abstract SyncAnswers answers();

  /**
   * Whether the asker has heard of a later leadership, or of more than was published: the database
   * may have been taken back under this leader.
   *
   * @param have what the asker has of the feed's sequence; empty where it does not say
   * @return where the feed stands at least; empty where there is no contradiction
   */
  abstract Optional<Position> contradiction(long otherTerm, Optional<Position> have);

  /** The head that the row of the lease has. */
  abstract Position leaseHead();

  /** Whether nobody else can publish, for all that this process knows. */
  abstract boolean isSure(Duration length);

  /** Whether a database that takes no writes stops it. */
  abstract boolean writes();

  /** Removes what is older than the retention, and forgets topics without publications. */
  abstract Future<Void> upkeep(Duration retention);

  /** Whether nobody else can lead: a process that was paused does not know, and asks first. */
  final boolean holds(Duration length) {
    return !released && !lost && nanos.getAsLong() - confirmed < length.toNanos();
  }

  final boolean isReleased() {
    return released;
  }

  /** The feed's epoch and newest sequence number. */
  final Position head() {
    return head;
  }

  /**
   * Publishes again the newest entries, which the leader before may have written and not published
   * to all gateways; a gateway drops those that it has.
   */
  final void publishTail() {
    long seq = Math.max(head.offset() - Journal.BATCH, 0);
    while (!memory.reaches(seq)) {
      seq++;
    }
    send(seq);
  }

  /** Tells gateways that it leads, which they would notice at their next question otherwise. */
  final void announce() {
    bus.accept(batch(head.offset(), List.of()));
  }

  /** Sends what is remembered behind that sequence number. */
  final void send(long after) {
    long seq = after;
    while (seq < memory.head()) {
      List<Publication> batch = memory.after(seq, Journal.BATCH, MESSAGE_BYTES);
      bus.accept(batch(seq, batch));
      seq += batch.size();
    }
  }

  /** Publishes no more than what it is writing. */
  void leave() {
    leaving = true;
  }

  final CheckReply answer(CheckRequest request, FeedState state) {
    boolean complete = request.epoch() == head.epoch() && memory.reaches(request.seq());
    long after = complete ? request.seq() : head.offset();
    List<Publication> missed = memory.after(after, SyncAnswers.MOST, MESSAGE_BYTES);
    return new CheckReply(state, head.offset(), topicEpoch, complete, batch(after, missed));
  }

  private FeedBatch batch(long after, List<Publication> publications) {
    return new FeedBatch(term.number(), leadership, head.epoch(), begin, after + 1, publications);
  }

  final Future<SyncReply> answer(SyncRequest request, FeedState state) {
    return answers()
        .answer(request, head, topicEpoch)
        .map(
            answer ->
                new SyncReply(
                    term.number(),
                    leadership,
                    head.offset(),
                    answer.head(),
                    state,
                    answer.publications()));
  }

  final Future<Outcome> renew(Optional<Cursor> cursor) {
    return alone(() -> sent(() -> lease.renew(term.number(), leaseHead().offset(), cursor)))
        .map(
            ours -> {
              if (ours) {
                confirm();
              }
              return ours ? Outcome.DONE : Outcome.DEPOSED;
            });
  }

  final Future<Void> release(Optional<Cursor> cursor) {
    released = true;
    return alone(() -> lease.release(term.number(), cursor));
  }

  // The lease is counted from before the question: how long the answer took nobody knows, nor
  // whether the process was stopped while it was asking.
  final <T> Future<T> sent(Supplier<Future<T>> write) {
    lastSent = nanos.getAsLong();
    return write.get();
  }

  final long lastSent() {
    return lastSent;
  }

  /** The database has said that the lease is ours. */
  final void confirm() {
    confirmed = lastSent;
  }

  // Two statements on the lease's row at once: the second would wait, then judge the journal by a
  // snapshot from before the first.
  final <T> Future<T> alone(Supplier<Future<T>> write) {
    Future<T> turn = writing.transform(before -> write.get());
    writing = turn;
    return turn;
  }

  final <T> Future<T> leadsNoMore() {
    return Future.failedFuture(new LeadershipLost(leaving ? "the leader stops" : "leads no more"));
  }
}
