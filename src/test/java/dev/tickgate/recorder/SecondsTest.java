package dev.tickgate.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.protocol.QuoteMessage;
import dev.tickgate.recorder.RecorderSettings.Take;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SecondsTest {
  private static final Instant START = Instant.parse("2026-02-16T13:05:10Z");

  private static SecondRow row(int second, String bid) {
    return new SecondRow(
        START.plusSeconds(second),
        Course.of(new BigDecimal(bid)),
        Course.of(new BigDecimal("200")));
  }

  private static List<SecondRow> add(Seconds seconds, SecondRow... rows) {
    List<SecondRow> complete = new ArrayList<>();
    for (SecondRow row : rows) {
      seconds.add(row).ifPresent(complete::add);
    }
    return complete;
  }

  @Test
  void theFirstQuoteOfASecondIsItsRowAtOnce() {
    Seconds seconds = new Seconds(Take.FIRST);
    assertThat(add(seconds, row(0, "1"), row(0, "2"), row(1, "3"), row(1, "4")))
        .containsExactly(row(0, "1"), row(1, "3"));
    assertThat(seconds.complete(START.plusSeconds(60))).isEmpty();
  }

  @Test
  void theLastQuoteOfASecondIsItsRowWithTheNextSecond() {
    Seconds seconds = new Seconds(Take.LAST);
    assertThat(add(seconds, row(0, "1"), row(0, "2"), row(1, "3"))).containsExactly(row(0, "2"));
  }

  @Test
  void theLastQuoteBeforeAPauseIsARowWhenItsSecondIsOver() {
    Seconds seconds = new Seconds(Take.LAST);
    add(seconds, row(0, "1"));
    assertThat(seconds.complete(START.plusMillis(2_900))).isEmpty();
    assertThat(seconds.complete(START.plusSeconds(3))).contains(row(0, "1"));
    assertThat(seconds.complete(START.plusSeconds(4))).isEmpty();
    assertThat(add(seconds, row(5, "2"))).isEmpty();
    assertThat(seconds.complete(START.plusSeconds(8))).contains(row(5, "2"));
  }

  @Test
  void aLateQuoteIsARowForASecondThatTheTableMayNotHave() {
    for (Take take : Take.values()) {
      Seconds seconds = new Seconds(take);
      add(seconds, row(1, "1"));
      assertThat(seconds.add(row(0, "2"))).isEqualTo(Optional.of(row(0, "2")));
    }
  }

  @Test
  void theCourseOfASecondIsItsRowWithTheNextSecond() {
    Seconds seconds = new Seconds(Take.OHLC);
    add(seconds, row(0, "1"), row(0, "2"));
    assertThat(add(seconds, row(1, "5"), row(1, "7"), row(1, "4"), row(1, "6"), row(2, "8")))
        .extracting(SecondRow::bid)
        .containsExactly(
            new Course(new BigDecimal(5), new BigDecimal(7), new BigDecimal(4), new BigDecimal(6)));
    assertThat(seconds.complete(START.plusSeconds(5))).contains(row(2, "8"));
  }

  @Test
  void theCourseOfTheFirstSecondIsNoRowBecauseItsBeginningMayBeMissing() {
    Seconds seconds = new Seconds(Take.OHLC);
    add(seconds, row(0, "1"));
    assertThat(seconds.complete(START.plusSeconds(60))).isEmpty();
    assertThat(add(seconds, row(61, "2"))).isEmpty();
  }

  @Test
  void theOldestRowIsDroppedWhereAMinuteOfThemWaits() {
    WaitingRows waiting = new WaitingRows();
    List<SecondRow> rows = IntStream.range(0, 62).mapToObj(i -> row(i, "1")).toList();
    assertThat(rows.stream().filter(waiting::add).count()).isEqualTo(2);
    assertThat(waiting.all()).isEqualTo(rows.subList(2, 62));
    waiting.remove(rows.subList(0, 61));
    assertThat(waiting.all()).isEqualTo(rows.subList(61, 62));
  }

  @Test
  void aMessageThatIsNoQuoteIsNoRow() {
    for (String text :
        List.of(
            "{}",
            "nonsense",
            "{\"bid\":1,\"ask\":2,\"timestamp\":\"today\"}",
            "{\"bid\":2,\"ask\":1,\"timestamp\":\"2026-02-16T13:05:10.123Z\"}",
            "{\"bid\":\"1\",\"ask\":2,\"timestamp\":\"2026-02-16T13:05:10.123Z\"}")) {
      assertThat(QuoteMessage.read(text.getBytes())).as(text).isEmpty();
    }
  }
}
