package dev.tickgate.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final Topic TOPIC = new Topic("ticks.USD_JPY");

  private final History history = new History(3);

  @Test
  void remembersTheNewestOnly() {
    append(1, 2, 3, 4, 5);

    assertThat(offsets(history.tail(10))).containsExactly(3L, 4L, 5L);
    assertThat(offsets(history.tail(2))).containsExactly(4L, 5L);
    assertThat(history.newest()).get().extracting(p -> p.position().offset()).isEqualTo(5L);
  }

  @Test
  void tellsWhatFollowedAPosition() {
    append(1, 2, 3, 4, 5);

    assertThat(missedSince(5)).isEmpty();
    assertThat(missedSince(4)).containsExactly(5L);
    assertThat(missedSince(2)).containsExactly(3L, 4L, 5L);
  }

  @Test
  void sendsOlderPositionsToTheJournal() {
    append(1, 2, 3, 4, 5);

    assertThat(history.since(new Position(7, 1), 10)).isInstanceOf(Recovery.Beyond.class);
  }

  @Test
  void provesNothingForAnEarlierEpochOrAPositionItHasNotReached() {
    append(1, 2);

    assertThat(history.since(new Position(6, 2), 10)).isInstanceOf(Recovery.Reset.class);
    assertThat(history.since(new Position(7, 3), 10)).isInstanceOf(Recovery.Ahead.class);
    assertThat(history.since(new Position(8, 1), 10)).isInstanceOf(Recovery.Ahead.class);
  }

  @Test
  void knowsWhereAnEmptyTopicStands() {
    assertThat(history.since(new Position(7, 0), 10)).isInstanceOf(Recovery.Reset.class);

    history.restart(new Position(7, 0));

    assertThat(missedSince(0)).isEmpty();
  }

  @Test
  void refusesAHole() {
    append(1);

    assertThatThrownBy(() -> append(3)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> append(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void startsAnewWhereItIsTold() {
    append(1, 2);

    history.restart(new Position(8, 40));
    history.append(publication(8, 41));

    assertThat(offsets(history.tail(10))).containsExactly(41L);
    assertThat(history.since(new Position(7, 2), 10)).isInstanceOf(Recovery.Reset.class);
  }

  @Test
  void whatFollowedMayBeAskedForInPieces() {
    append(1, 2, 3, 4, 5);

    Recovery first = history.since(new Position(7, 2), 2);

    assertThat(offsets(((Recovery.Complete) first).missed())).containsExactly(3L, 4L);
  }

  private List<Long> missedSince(long offset) {
    Recovery recovery = history.since(new Position(7, offset), 10);
    assertThat(recovery).isInstanceOf(Recovery.Complete.class);
    return offsets(((Recovery.Complete) recovery).missed());
  }

  private void append(long... offsets) {
    for (long offset : offsets) {
      history.append(publication(7, offset));
    }
  }

  private static Publication publication(long epoch, long offset) {
    return Publication.at(TOPIC, new Position(epoch, offset), "{\"type\":\"ticker\"}");
  }

  private static List<Long> offsets(List<Publication> publications) {
    return publications.stream().map(p -> p.position().offset()).toList();
  }
}
