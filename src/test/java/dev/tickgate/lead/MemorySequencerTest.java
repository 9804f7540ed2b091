package dev.tickgate.lead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.bus.CheckReply;
import dev.tickgate.bus.CheckRequest;
import dev.tickgate.bus.FeedBatch;
import dev.tickgate.bus.FeedState;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemorySequencerTest {
  private static final FeedIdentity FEED = FeedIdentity.inMemory("work", "work", "tickgate.work");
  private static final Topic A = new Topic("work.a");
  private static final Topic B = new Topic("work.b");
  private static final long EPOCH = 1_790_000_000;

  private final AtomicLong nanos = new AtomicLong();
  private final List<FeedBatch> sent = new ArrayList<>();

  private MemorySequencer leader(long term) {
    return new MemorySequencer(
        FEED,
        new Term(term, EPOCH, EPOCH, 0, Optional.empty(), false),
        0,
        sent::add,
        null,
        PublishingMetrics.NONE,
        nanos::get,
        null);
  }

  private static Draft draft(Topic topic, int n) {
    return new Draft(topic, "", "{\"n\":" + n + "}");
  }

  private static SyncReply sync(MemorySequencer leader, Topic topic, Position have, int limit) {
    return leader
        .answer(new SyncRequest("work", topic, Optional.ofNullable(have), limit), FeedState.LIVE)
        .result();
  }

  @Test
  void eachTopicHasOffsetsOfItsOwnAndTheFeedOneSequence() {
    MemorySequencer leader = leader(1);
    long epoch = leader.head().epoch();

    List<Placed> placed = leader.publish(List.of(draft(A, 1), draft(B, 1), draft(A, 2))).result();
    leader.publish(List.of(draft(A, 3)));

    assertThat(placed)
        .extracting(Placed::position)
        .containsExactly(new Position(epoch, 1), new Position(epoch, 1), new Position(epoch, 2));
    assertThat(sent).extracting(FeedBatch::first).containsExactly(1L, 4L);
    assertThat(leader.head()).isEqualTo(new Position(epoch, 4));
  }

  @Test
  void aGatewayIsToldWhatItMissedAndASubscriberTheNewest() {
    MemorySequencer leader = leader(1);
    long epoch = leader.head().epoch();
    leader.publish(List.of(draft(A, 1), draft(A, 2), draft(B, 1)));

    CheckReply check = leader.answer(new CheckRequest("work", 1, epoch, 1), FeedState.LIVE);
    assertThat(check.complete()).isTrue();
    assertThat(check.missed().publications()).hasSize(2);
    assertThat(sync(leader, A, new Position(epoch, 1), 10).publications())
        .extracting(Publication::position)
        .containsExactly(new Position(epoch, 2));
    assertThat(sync(leader, new Topic("work.c"), null, 10).head())
        .isEqualTo(new Position(epoch, 0));
  }

  @Test
  void theNewestOfATopicStaysWhenTheMemoryOfTheFeedIsFullOfOthers() {
    MemorySequencer leader = leader(1);
    leader.publish(List.of(draft(A, 1), draft(A, 2)));
    leader.publish(IntStream.range(0, Sequencer.MEMORY + 1).mapToObj(n -> draft(B, n)).toList());

    SyncReply reply = sync(leader, A, null, 10);

    assertThat(reply.head().offset()).isEqualTo(2);
    assertThat(reply.publications()).extracting(one -> one.position().offset()).containsExactly(2L);
    // Its publications are lost.
    assertThat(sync(leader, A, new Position(reply.head().epoch(), 0), 10).publications())
        .extracting(one -> one.position().offset())
        .containsExactly(2L);
    assertThat(sent.stream().mapToInt(batch -> batch.publications().size()).sum())
        .isEqualTo(Sequencer.MEMORY + 3);
  }

  @Test
  void aLaterLeadershipHasALaterEpochWhateverWasForgottenBefore() {
    MemorySequencer first = leader(1);
    Position before = first.publish(List.of(draft(A, 1))).result().get(0).position();
    Position again = before;
    for (int hour = 0; hour < 1_100; hour++) {
      nanos.addAndGet(Duration.ofHours(2).toNanos());
      first.upkeep(Duration.ZERO);
      Position next = first.publish(List.of(draft(A, 1))).result().get(0).position();
      assertThat(HighWater.isBefore(again, next)).isTrue();
      again = next;
    }
    assertThat(again.epoch()).isGreaterThan(before.epoch());
    assertThat(leader(2).head().epoch()).isGreaterThan(again.epoch());
  }

  @Test
  void aLeaderThatStopsPublishesNothing() {
    MemorySequencer leader = leader(1);
    leader.leave();
    assertThat(leader.publish(List.of(draft(A, 1))).cause()).isInstanceOf(LeadershipLost.class);
    assertThat(leader.append(List.of(draft(A, 1)), Optional.empty()).result())
        .isEqualTo(Outcome.DEPOSED);
    assertThat(sent).isEmpty();
  }

  @Test
  void onlyALaterLeadershipContradictsIt() {
    MemorySequencer leader = leader(5);
    Position far = new Position(leader.head().epoch() + 10, 100);
    assertThat(leader.contradiction(5, Optional.of(far))).isEmpty();
    // Positions of a feed in memory say nothing of the row of its lease.
    assertThat(leader.contradiction(6, Optional.of(far))).contains(new Position(EPOCH, 0));
  }
}
