package dev.tickgate.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.bus.FeedState;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.replica.ReplicaHistory.Continuity;
import dev.tickgate.replica.ReplicaHistory.Order;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReplicaHistoryTest {
  private static final Topic TOPIC = new Topic("t");
  private static final int CAPACITY = 10;

  private final ReplicaHistory history = new ReplicaHistory(CAPACITY);

  @Test
  void nothingFollowsBeforeALeaderHasAnswered() {
    assertThat(history.order(new Position(7, 1))).isEqualTo(Order.BEYOND);
  }

  @Test
  void aPublicationIsOrderedByItsPosition() {
    history.restart(new Position(7, 4));

    assertThat(history.order(new Position(7, 3))).isEqualTo(Order.KNOWN);
    assertThat(history.order(new Position(7, 4))).isEqualTo(Order.KNOWN);
    assertThat(history.order(new Position(7, 5))).isEqualTo(Order.NEXT);
    assertThat(history.order(new Position(7, 6))).isEqualTo(Order.BEYOND);
    assertThat(history.order(new Position(6, 5))).isEqualTo(Order.FORMER_EPOCH);
    assertThat(history.order(new Position(8, 1))).isEqualTo(Order.BEYOND);
  }

  @Test
  void theFirstPublicationOfAnEmptyTopicMayHaveALaterEpoch() {
    history.restart(new Position(7, 0));

    assertThat(history.order(new Position(8, 1))).isEqualTo(Order.FIRST);
    assertThat(history.order(new Position(8, 2))).isEqualTo(Order.BEYOND);
    assertThat(history.order(new Position(6, 1))).isEqualTo(Order.FORMER_EPOCH);
  }

  @Test
  void anAnswerThatFollowsContinues() {
    Position asked = new Position(7, 4);
    history.restart(asked);

    assertThat(history.continuity(reply(7, 6, 5, 6), asked)).isEqualTo(Continuity.CONTINUES);
    assertThat(history.continuity(reply(7, 4), asked)).isEqualTo(Continuity.CONTINUES);
  }

  @Test
  void continuityIsLostInAnotherEpochBehindAGapAndAheadOfTheLeader() {
    Position asked = new Position(7, 4);
    history.restart(asked);

    assertThat(history.continuity(reply(8, 6, 5, 6), asked)).isEqualTo(Continuity.LOST);
    assertThat(history.continuity(reply(7, 7, 6, 7), asked)).isEqualTo(Continuity.LOST);
    assertThat(history.continuity(reply(7, 7), asked)).isEqualTo(Continuity.LOST);
    assertThat(history.continuity(reply(7, 3), asked)).isEqualTo(Continuity.LOST);
  }

  @Test
  void anEmptyTopicLosesNothingWhenItsEpochChanges() {
    Position asked = new Position(7, 0);
    history.restart(asked);

    assertThat(history.continuity(reply(8, 2, 1, 2), asked)).isEqualTo(Continuity.EPOCH_BEGINS);
    assertThat(history.continuity(reply(8, 0), asked)).isEqualTo(Continuity.EPOCH_BEGINS);
    assertThat(history.continuity(reply(8, 3, 2, 3), asked)).isEqualTo(Continuity.LOST);
  }

  @Test
  void aRestartBeginsBeforeThePublicationsOfTheAnswer() {
    history.restartAt(reply(7, 6, 5, 6));

    assertThat(history.head()).contains(new Position(7, 4));
    assertThat(history.isEmpty()).isTrue();
  }

  @Test
  void aLargeMemoryIsFilledFromItsBeginning() {
    ReplicaHistory large = new ReplicaHistory(3_000);
    assertThat(large.limit()).isZero();

    large.restartAt(reply(7, 5_000));
    assertThat(large.head()).contains(new Position(7, 2_000));
    assertThat(large.limit()).isEqualTo(ReplicaHistory.PAGE);
    assertThat(history.limit()).isEqualTo(CAPACITY);
  }

  private static SyncReply reply(long epoch, long head, long... offsets) {
    return new SyncReply(
        1,
        0,
        head,
        new Position(epoch, head),
        FeedState.LIVE,
        LongStream.of(offsets)
            .mapToObj(offset -> Publication.at(TOPIC, new Position(epoch, offset), "{\"n\":1}"))
            .toList());
  }
}
