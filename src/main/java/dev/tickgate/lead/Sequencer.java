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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One leadership of a feed: appends the drafts of its sources to the journal, then publishes them,
 * and answers gateways. Drafts that wait are committed together; its writes never overlap. Confined
 * to the poller's event loop; thrown away when the outcome of a write is unknown, for the database
 * knows it.
 */
public final class Sequencer {
  static final int MEMORY = 10_000;
  static final long MEMORY_BYTES = 64 << 20;
  // Of one answer, and of one message to the gateways.
  static final long MESSAGE_BYTES = 1 << 20;
  // A service on the bus that sends nonsense does not drive terms and epochs to their limits.
  private static final long PLAUSIBLE = 1L << 32;

  private final FeedIdentity feed;
  private final Term term;
  private final Consumer<FeedBatch> bus;
  private final Lease lease;
  private final Journal journal;
  private final PublishingMetrics metrics;
  private final LongSupplier nanos;
  private final SequencerListener listener;
  private final BatchSize batchSize;
  private final DraftQueue queue = new DraftQueue();
  private final FeedMemory memory = new FeedMemory(MEMORY, MEMORY_BYTES);
  private final SyncAnswers answers;
  private Position head;
  private long topicEpoch;
  private long lastSent;
  private long confirmed;
  private long appended;
  private boolean leaving;
  private boolean released;
  private boolean lost;
  private boolean appending;
  private Future<?> writing = Future.succeededFuture();

  /**
   * @param length of the lease
   * @param taken when the lease was asked for, in nanoseconds of the JVM's clock
   * @param bus takes what is to be published
   */
  Sequencer(
      FeedIdentity feed,
      Term term,
      Duration length,
      long taken,
      Consumer<FeedBatch> bus,
      Lease lease,
      Journal journal,
      PublishingMetrics metrics,
      LongSupplier nanos,
      SequencerListener listener) {
    this.feed = feed;
    this.term = term;
    this.batchSize = new BatchSize(length);
    this.confirmed = taken;
    this.bus = bus;
    this.lease = lease;
    this.journal = journal;
    this.metrics = metrics;
    this.nanos = nanos;
    this.listener = listener;
    this.appended = nanos.getAsLong();
    this.head = term.position();
    this.topicEpoch = term.topicEpoch();
    this.answers = new SyncAnswers(feed, memory, journal, new HoleReport(feed, metrics));
  }

  public Term term() {
    return term;
  }

  /** Whether nobody else can lead: a process that was paused does not know, and asks first. */
  boolean holds(Duration length) {
    return !released && !lost && nanos.getAsLong() - confirmed < length.toNanos();
  }

  boolean isReleased() {
    return released;
  }

  /** When the journal last took what was found, in nanoseconds of the JVM's clock. */
  public long lastAppended() {
    return appended;
  }

  /** The feed's epoch and newest sequence number. */
  Position head() {
    return head;
  }

  /** Remembers the journal's tail, no more of it than a takeover has time for. */
  Future<Void> load() {
    return journal
        .lastSecond(term.head(), Journal.BATCH)
        .map(
            entries -> {
              List<Journal.Entry> tail = answers.tail(entries, term.head());
              memory.restart(term.head() - tail.size());
              tail.forEach(entry -> memory.add(entry.publication()));
              return null;
            });
  }

  /**
   * What the leader before may have written and not published, or not to everybody; gateways drop
   * what they have.
   */
  void publishTail() {
    long seq = Math.max(head.offset() - Journal.BATCH, 0);
    while (!memory.reaches(seq)) {
      seq++;
    }
    send(seq);
  }

  private void send(long after) {
    long seq = after;
    while (seq < memory.head()) {
      List<Publication> batch = memory.after(seq, Journal.BATCH, MESSAGE_BYTES);
      bus.accept(new FeedBatch(term.number(), term.epoch(), seq + 1, batch));
      seq += batch.size();
    }
  }

  /** Writes no more than what it is writing. */
  void leave() {
    leaving = true;
    flushWhenOver();
  }

  /**
   * Whether the asker has heard of a later leadership, or of more than was published: the journal
   * may have been taken back under this leader.
   */
  boolean isContradictedBy(long otherTerm, Optional<Position> have) {
    if (otherTerm <= 0 || otherTerm - term.number() > PLAUSIBLE) {
      return false;
    }
    return otherTerm > term.number() || have.filter(this::isBehind).isPresent();
  }

  private boolean isBehind(Position have) {
    return have.epoch() - head.epoch() < PLAUSIBLE && HighWater.isBefore(head, have);
  }

  CheckReply answer(CheckRequest request, FeedState state) {
    boolean complete = request.epoch() == head.epoch() && memory.reaches(request.seq());
    long after = complete ? request.seq() : head.offset();
    List<Publication> missed = memory.after(after, SyncAnswers.MOST, MESSAGE_BYTES);
    FeedBatch batch = new FeedBatch(term.number(), head.epoch(), after + 1, missed);
    return new CheckReply(state, head.offset(), topicEpoch, complete, batch);
  }

  Future<SyncReply> answer(SyncRequest request, FeedState state) {
    return answers
        .answer(request, head, topicEpoch)
        .map(answer -> new SyncReply(term.number(), answer.head(), state, answer.publications()));
  }

  /**
   * Appends the drafts of a scan, a batch at a time, and publishes each batch after its commit.
   *
   * @param cursor written with the last batch: it says that all before it is in the journal
   */
  public Future<Outcome> append(List<Draft> drafts, Optional<Cursor> cursor) {
    int size = Math.min(batchSize.size(), drafts.size());
    boolean last = size == drafts.size();
    return enqueue(drafts.subList(0, size), last ? cursor : Optional.empty())
        .compose(
            placed -> {
              if (last) {
                return Future.succeededFuture(Outcome.DONE);
              }
              return leaving
                  ? Future.succeededFuture(Outcome.STOPPED)
                  : append(drafts.subList(size, drafts.size()), cursor);
            })
        .recover(
            failure ->
                failure instanceof LeadershipLost
                    ? Future.succeededFuture(Outcome.DEPOSED)
                    : Future.failedFuture(failure));
  }

  /**
   * Appends the drafts, all or none of them, and publishes them after the commit.
   *
   * @return a place for each, in order; failed with {@link LeadershipLost} or {@link WriteFailure}
   *     where they are not known to be committed, which a repetition with the same keys finds out
   */
  public Future<List<Placed>> publish(List<Draft> drafts) {
    return leaving
        ? Future.failedFuture(new LeadershipLost("the leader stops"))
        : enqueue(drafts, Optional.empty());
  }

  private Future<List<Placed>> enqueue(List<Draft> drafts, Optional<Cursor> cursor) {
    if (lost || released) {
      return Future.failedFuture(new LeadershipLost("leads no more"));
    }
    Future<List<Placed>> placed = queue.add(drafts, cursor);
    appendNext();
    return placed;
  }

  private void appendNext() {
    if (appending || queue.isEmpty()) {
      return;
    }
    appending = true;
    alone(
            () -> {
              DraftQueue.Commit commit = queue.next(batchSize.size(), MESSAGE_BYTES);
              return sent(() ->
                      journal.append(
                          term.number(), head.offset(), commit.drafts(), commit.cursor()))
                  .onComplete(answer -> answered(commit, answer.result(), answer.cause()));
            })
        .onComplete(
            done -> {
              appending = false;
              flushWhenOver();
              appendNext();
            });
  }

  private void answered(
      DraftQueue.Commit commit, Optional<List<Journal.Appended>> answer, Throwable cause) {
    appended = nanos.getAsLong();
    if (cause != null) {
      WriteFailure unknown = new WriteFailure(cause);
      lost = true;
      commit.fail(unknown);
      listener.outcomeUnknown(unknown);
      return;
    }
    batchSize.took(commit.drafts().size(), appended - lastSent);
    if (answer.isEmpty()) {
      lost = true;
      commit.fail(new LeadershipLost("deposed"));
      listener.deposed();
      return;
    }
    confirmed = lastSent;
    publish(answer.get(), commit.drafts());
    commit.complete(answer.get());
  }

  private void publish(List<Journal.Appended> appended, List<Draft> drafts) {
    List<Journal.Appended> fresh =
        appended.stream()
            .filter(row -> !row.placed().known())
            .sorted(Comparator.comparingLong(Journal.Appended::seq))
            .toList();
    if (fresh.isEmpty()) {
      return;
    }
    long before = head.offset();
    for (Journal.Appended row : fresh) {
      memory.add(
          Publication.at(
              row.placed().topic(), row.placed().position(), drafts.get(row.draft()).body()));
    }
    head = new Position(head.epoch(), before + fresh.size());
    metrics.published(fresh.size());
    send(before);
    listener.written();
  }

  // Waiting batches fail at once: the requesters repeat them with the next leader.
  private void flushWhenOver() {
    if (!appending && (lost || leaving)) {
      queue.failAll(new LeadershipLost("leads no more"));
    }
  }

  Future<Outcome> renew(Optional<Cursor> cursor) {
    return alone(() -> sent(() -> lease.renew(term.number(), head.offset(), cursor)))
        .map(ours -> ours ? renewed() : Outcome.DEPOSED);
  }

  private Outcome renewed() {
    confirmed = lastSent;
    return Outcome.DONE;
  }

  /** Forgets topics that have no entries any more. */
  Future<Void> forgetTopics(Duration idle) {
    return alone(() -> journal.forget(term.number(), idle))
        .map(
            changed -> {
              changed.ifPresent(epoch -> topicEpoch = epoch);
              return null;
            });
  }

  // The lease is counted from before the question: how long the answer took nobody knows, nor
  // whether the process was stopped while it was asking.
  private <T> Future<T> sent(Supplier<Future<T>> write) {
    lastSent = nanos.getAsLong();
    return write.get();
  }

  Future<Void> release(Optional<Cursor> cursor) {
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
