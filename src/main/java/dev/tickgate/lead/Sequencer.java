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
 * answers gateways. Confined to the poller's event loop; not used after the leadership has ended.
 */
public abstract sealed class Sequencer permits JournalSequencer, MemorySequencer {
  static final int MEMORY = 10_000;
  static final long MEMORY_BYTES = 64 << 20;
  // The maximum size of one answer, and of one message to the gateways.
  static final long MESSAGE_BYTES = 1 << 20;
  // Greater differences are ignored: an invalid message of a service on the bus must not drive
  // terms and epochs to their limits.
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
   * @param taken when the lease was requested, in nanoseconds of the JVM's clock
   * @param bus receives the batches to publish
   * @param head the feed's epoch and newest sequence number
   * @param topicEpoch the epoch of topics that were never published to
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
   * @param urgent whether they precede all waiting drafts that are not urgent
   * @return a place for each, in order; failed with {@link LeadershipLost} or {@link WriteFailure}
   *     where it is unknown whether they were published; a repetition with the same keys is safe
   */
  public abstract Future<List<Placed>> publish(List<Draft> drafts, boolean urgent);

  /** Publishes the drafts after all waiting ones. */
  public final Future<List<Placed>> publish(List<Draft> drafts) {
    return publish(drafts, false);
  }

  /**
   * Publishes the drafts of a scan, a batch at a time.
   *
   * @param cursor stored with the last batch: it states that everything before it was published
   */
  public abstract Future<Outcome> append(List<Draft> drafts, Optional<Cursor> cursor);

  /** When the last append or publication ended, in nanoseconds of the JVM's clock. */
  public abstract long lastAppended();

  /**
   * Loads the last publications of the former leader into memory, no more than a takeover has time
   * for.
   */
  abstract Future<Void> load();

  abstract SyncAnswers answers();

  /**
   * Checks whether a gateway has a later term, or a position that this leader has not published. If
   * so, another process leads or the database was reverted.
   *
   * @param have the gateway's position in the feed; empty where it sends none
   * @return the least position of the feed; empty without a contradiction
   */
  abstract Optional<Position> contradiction(long otherTerm, Optional<Position> have);

  /** The head in the row of the lease. */
  abstract Position leaseHead();

  /** Whether no other process can publish, as far as this process can tell. */
  abstract boolean isSure(Duration length);

  /** Whether a database that refuses writes stops it. */
  abstract boolean writes();

  /** Removes publications that are older than the retention, and topics without publications. */
  abstract Future<Void> upkeep(Duration retention);

  /**
   * Whether no other process can lead, because the lease was confirmed less than its length ago. A
   * process that was paused longer must query the database first.
   */
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
   * Publishes the newest entries again, because the former leader may have committed them without
   * publishing them to all gateways. A gateway drops the entries that it has.
   */
  final void publishTail() {
    long seq = Math.max(head.offset() - Journal.BATCH, 0);
    while (!memory.reaches(seq)) {
      seq++;
    }
    send(seq);
  }

  /**
   * Announces the leadership to the gateways, which would otherwise notice it at their next
   * question.
   */
  final void announce() {
    bus.accept(batch(head.offset(), List.of()));
  }

  /** Sends the publications in memory after that sequence number. */
  final void send(long after) {
    long seq = after;
    while (seq < memory.head()) {
      List<Publication> batch = memory.after(seq, Journal.BATCH, MESSAGE_BYTES);
      bus.accept(batch(seq, batch));
      seq += batch.size();
    }
  }

  /** Publishes nothing further, except the drafts that are being written. */
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

  // The lease counts from the moment before the statement is sent. It is unknown when the database
  // executed it, and the process may have been suspended meanwhile.
  final <T> Future<T> sent(Supplier<Future<T>> write) {
    lastSent = nanos.getAsLong();
    return write.get();
  }

  final long lastSent() {
    return lastSent;
  }

  /** The database has confirmed the lease. */
  final void confirm() {
    confirmed = lastSent;
  }

  // Runs one statement on the lease's row at a time. A second one would wait for the lock, and then
  // read the journal in a snapshot from before the first.
  final <T> Future<T> alone(Supplier<Future<T>> write) {
    Future<T> turn = writing.transform(before -> write.get());
    writing = turn;
    return turn;
  }

  final <T> Future<T> leadsNoMore() {
    return Future.failedFuture(new LeadershipLost(leaving ? "the leader stops" : "leads no more"));
  }
}
