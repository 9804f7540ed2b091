package dev.tickgate.lead;

import dev.tickgate.bus.FeedBatch;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Appends drafts to the journal and publishes them after the commit. Waiting drafts are committed
 * together; writes never overlap. The leadership ends when the outcome of a write is unknown,
 * because only the database has it.
 */
final class JournalSequencer extends Sequencer {
  // Bounds one statement. Sequencer#send divides its publications by their bytes.
  private static final long COMMIT_CHARACTERS = 1 << 20;
  // The journal keeps the newest entries at any age, for clients of feeds that seldom publish.
  private static final long KEPT = 1_000;
  // A removal of topics raises the epoch of topics without a row, which must stay rare.
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  private final Journal journal;
  private final BatchSize batchSize;
  private final DraftQueue queue = new DraftQueue();
  private final SyncAnswers answers;
  private long forgottenAt;
  private long appended;
  private boolean appending;

  /**
   * @param length the length of the lease
   * @param taken when the lease was requested, in nanoseconds of the JVM's clock
   * @param bus receives the batches to publish
   */
  JournalSequencer(
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
    super(term, taken, bus, lease, metrics, nanos, listener, term.position(), term.topicEpoch());
    this.journal = journal;
    this.batchSize = new BatchSize(length);
    this.appended = nanos.getAsLong();
    this.forgottenAt = appended;
    this.answers = new SyncAnswers(feed, memory, journal, new HoleReport(feed, metrics));
  }

  @Override
  public long lastAppended() {
    return appended;
  }

  @Override
  SyncAnswers answers() {
    return answers;
  }

  @Override
  Position leaseHead() {
    return head;
  }

  @Override
  boolean isSure(Duration length) {
    return holds(length);
  }

  @Override
  boolean writes() {
    return true;
  }

  @Override
  Future<Void> load() {
    return journal
        .lastSecond(term().head(), Journal.BATCH)
        .map(
            entries -> {
              List<Journal.Entry> tail = answers.tail(entries, term().head());
              memory.restart(term().head() - tail.size());
              tail.forEach(entry -> memory.add(entry.publication()));
              return null;
            });
  }

  @Override
  void leave() {
    super.leave();
    flushWhenOver();
  }

  @Override
  Optional<Position> contradiction(long otherTerm, Optional<Position> have) {
    if (otherTerm <= 0 || otherTerm - term().number() > PLAUSIBLE) {
      return Optional.empty();
    }
    return otherTerm > term().number() || have.filter(this::isBehind).isPresent()
        ? Optional.of(have.orElse(head))
        : Optional.empty();
  }

  private boolean isBehind(Position have) {
    return have.epoch() - head.epoch() < PLAUSIBLE && HighWater.isBefore(head, have);
  }

  @Override
  public Future<Outcome> append(List<Draft> drafts, Optional<Cursor> cursor) {
    int size = Math.min(batchSize.size(), drafts.size());
    boolean last = size == drafts.size();
    return enqueue(drafts.subList(0, size), last ? cursor : Optional.empty(), false)
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

  @Override
  public Future<List<Placed>> publish(List<Draft> drafts, boolean urgent) {
    return leaving ? leadsNoMore() : enqueue(drafts, Optional.empty(), urgent);
  }

  private Future<List<Placed>> enqueue(
      List<Draft> drafts, Optional<Cursor> cursor, boolean urgent) {
    if (lost || released) {
      return leadsNoMore();
    }
    Future<List<Placed>> placed = queue.add(drafts, cursor, urgent);
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
              DraftQueue.Commit commit = queue.next(batchSize.size(), COMMIT_CHARACTERS);
              return sent(() ->
                      journal.append(
                          term().number(), head.offset(), commit.drafts(), commit.cursor()))
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
    batchSize.took(commit.drafts().size(), appended - lastSent());
    if (answer.isEmpty()) {
      lost = true;
      commit.fail(new LeadershipLost("deposed"));
      listener.deposed();
      return;
    }
    confirm();
    try {
      publish(answer.get(), commit.drafts());
    } finally {
      // Publishers get their positions also where sending failed: gateways fetch the missing
      // publications.
      commit.complete(answer.get());
    }
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

  @Override
  Future<Void> upkeep(Duration retention) {
    return journal.trim(retention, KEPT).compose(trimmed -> forgetTopics());
  }

  private Future<Void> forgetTopics() {
    if (leaving || nanos.getAsLong() - forgottenAt < FORGOTTEN_AFTER.toNanos()) {
      return Future.succeededFuture();
    }
    forgottenAt = nanos.getAsLong();
    return alone(() -> journal.forget(term().number(), FORGOTTEN_AFTER))
        .map(
            changed -> {
              changed.ifPresent(epoch -> topicEpoch = epoch);
              return null;
            });
  }
}
