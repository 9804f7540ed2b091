package dev.tickgate.lead;

import dev.tickgate.bus.FeedBatch;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Publishes at once, and keeps the newest publications in memory. Each leadership has an epoch of
 * its own, so gateways drop the publications of a leader that was deposed and has not noticed. It
 * continues to publish while the database does not answer. It ignores the keys of drafts.
 */
final class MemorySequencer extends Sequencer {
  // The number of epochs of one leadership: the first, and one more each time topics are removed.
  private static final long EPOCHS = 1_000;
  // Publications that are sent to gateways together: far fewer than the memory of the feed holds.
  private static final int TOGETHER = 100;
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  private final NewestPublications newest;
  private final SyncAnswers answers;
  private long published;
  private long forgottenAt;

  /**
   * @param taken when the lease was requested, in nanoseconds of the JVM's clock
   * @param bus receives the batches to publish
   */
  MemorySequencer(
      FeedIdentity feed,
      Term term,
      long taken,
      Consumer<FeedBatch> bus,
      Lease lease,
      PublishingMetrics metrics,
      LongSupplier nanos,
      SequencerListener listener) {
    super(
        term,
        taken,
        bus,
        lease,
        metrics,
        nanos,
        listener,
        new Position(epoch(term), 0),
        epoch(term));
    this.newest = new NewestPublications(nanos);
    this.answers = new SyncAnswers(feed, memory, newest, new HoleReport(feed, metrics));
    this.published = nanos.getAsLong();
    this.forgottenAt = published;
    memory.restart(0);
  }

  // A later leadership has a higher term, and an epoch of the row that is not lower.
  private static long epoch(Term term) {
    return (term.epoch() + term.number()) * EPOCHS;
  }

  @Override
  public Future<List<Placed>> publish(List<Draft> drafts, boolean urgent) {
    if (leaving || lost || released) {
      return leadsNoMore();
    }
    published = nanos.getAsLong();
    List<Placed> placed = new ArrayList<>(drafts.size());
    for (int from = 0; from < drafts.size(); from += TOGETHER) {
      List<Draft> some = drafts.subList(from, Math.min(drafts.size(), from + TOGETHER));
      some.forEach(draft -> placed.add(place(draft)));
      long before = head.offset();
      head = new Position(head.epoch(), before + some.size());
      send(before);
    }
    metrics.published(placed.size());
    return Future.succeededFuture(placed);
  }

  private Placed place(Draft draft) {
    Topic topic = draft.topic();
    Position position =
        newest.of(topic).map(Publication::position).orElse(new Position(topicEpoch, 0)).next();
    Publication publication = Publication.at(topic, position, draft.body());
    newest.add(publication);
    memory.add(publication);
    return new Placed(topic, position, false);
  }

  @Override
  public Future<Outcome> append(List<Draft> drafts, Optional<Cursor> cursor) {
    return publish(drafts).map(Outcome.DONE).otherwise(Outcome.DEPOSED);
  }

  @Override
  public long lastAppended() {
    return published;
  }

  @Override
  Future<Void> load() {
    return Future.succeededFuture();
  }

  @Override
  SyncAnswers answers() {
    return answers;
  }

  @Override
  Optional<Position> contradiction(long otherTerm, Optional<Position> have) {
    return otherTerm > term().number() && otherTerm - term().number() <= PLAUSIBLE
        ? Optional.of(leaseHead())
        : Optional.empty();
  }

  @Override
  Position leaseHead() {
    return term().position();
  }

  @Override
  boolean isSure(Duration length) {
    return !released && !lost;
  }

  @Override
  boolean writes() {
    return false;
  }

  @Override
  Future<Void> upkeep(Duration retention) {
    long now = nanos.getAsLong();
    boolean last = topicEpoch == head.epoch() + EPOCHS - 1;
    if (!last && now - forgottenAt >= FORGOTTEN_AFTER.toNanos()) {
      forgottenAt = now;
      // A topic that is published to again must not repeat a position.
      topicEpoch += newest.forget(FORGOTTEN_AFTER) ? 1 : 0;
    }
    return Future.succeededFuture();
  }
}
