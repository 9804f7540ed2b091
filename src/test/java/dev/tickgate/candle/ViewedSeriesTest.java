package dev.tickgate.candle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.market.Candle;
import dev.tickgate.market.CandleInterval;
import dev.tickgate.market.Ohlc;
import dev.tickgate.market.PriceSide;
import dev.tickgate.market.TickKey;
import dev.tickgate.market.TradingDay;
import dev.tickgate.stream.Topic;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ViewedSeriesTest {
  private static final TradingDay DAYS = TradingDay.parse("00:00 UTC").orElseThrow();
  private static final CandleTopic MID = new CandleTopic("X", CandleInterval.MINUTE, PriceSide.MID);
  private static final CandleTopic BID = new CandleTopic("X", CandleInterval.MINUTE, PriceSide.BID);

  private final ViewedSeries series =
      new ViewedSeries(new Series(Topic.ofTicks("X"), CandleInterval.MINUTE), new Closing(DAYS));

  @Test
  void aSubscriberGetsTheStoredCandlesAtOnce() {
    series.add(MID);
    series.load(List.of(candle("10:01", 3), candle("10:00", 5)));

    assertThat(due("10:01:30")).containsExactly("10:00 5 closed", "10:01 3 forming");
    assertThat(due("10:01:31")).isEmpty();
  }

  @Test
  void aFormingCandleIsPublishedWhenItChanges() {
    given(candle("10:01", 3));

    series.change(candle("10:01", 4));
    series.change(candle("10:01", 5));

    assertThat(due("10:01:30")).containsExactly("10:01 5 forming");
  }

  @Test
  void aLaterBucketClosesTheOneBefore() {
    given(candle("10:01", 3));

    series.change(candle("10:04", 1));

    assertThat(due("10:04:10")).containsExactly("10:01 3 closed", "10:04 1 forming");
  }

  @Test
  void theLastTicksOfABucketCountBeforeItIsClosed() {
    given(candle("10:01", 3));

    series.change(candle("10:01", 4));
    series.change(candle("10:02", 1));

    assertThat(due("10:02:10")).containsExactly("10:01 4 closed", "10:02 1 forming");
  }

  @Test
  void theClockClosesABucketOnceASecondAfterItsEnd() {
    given(candle("10:01", 3));

    assertThat(due("10:02:00.999")).isEmpty();
    assertThat(due("10:02:01")).containsExactly("10:01 3 closed");
    assertThat(due("10:02:02")).isEmpty();
    series.change(candle("10:02", 1));
    assertThat(due("10:02:03")).containsExactly("10:02 1 forming");
  }

  @Test
  void aLateTickChangesAClosedCandleAndTheNewestComesLast() {
    given(candle("10:05", 3));

    series.change(candle("10:01", 7));

    assertThat(due("10:05:30")).containsExactly("10:01 7 closed", "10:05 3 forming");
  }

  @Test
  void eachTopicOfTheSeriesGetsIt() {
    given(candle("10:01", 3));

    series.add(BID);

    assertThat(series.due(time("10:01:30")))
        .extracting(ViewedSeries.Message::topic)
        .containsExactly(MID, BID);
    assertThat(series.remove(MID)).isTrue();
    assertThat(series.remove(BID)).isFalse();
  }

  @Test
  void ofManyBucketsTheNewestArePublished() {
    given(candle("10:01", 3));

    IntStream.range(0, 300)
        .forEach(n -> series.change(candle(time("11:00:00").plusSeconds(60L * n), 1)));

    List<String> due = due("16:00:00");
    assertThat(due).hasSizeBetween(100, 101).endsWith("15:59 1 forming");
  }

  @Test
  void whatMayHaveChangedUnnoticedIsReadAgain() {
    given(candle("10:01", 3));

    series.forget();

    assertThat(series.isLoaded()).isFalse();
    series.load(List.of(candle("10:01", 4)));
    assertThat(due("10:01:30")).containsExactly("10:01 4 forming");
  }

  private void given(Candle stored) {
    series.add(MID);
    series.load(List.of(stored));
    series.due(stored.time());
  }

  private List<String> due(String time) {
    return series.due(time(time)).stream()
        .map(
            message ->
                "%s %d %s"
                    .formatted(
                        message.candle().time().toString().substring(11, 16),
                        message.candle().ticks(),
                        message.closed() ? "closed" : "forming"))
        .toList();
  }

  private static Candle candle(String time, long ticks) {
    return candle(time(time + ":00"), ticks);
  }

  private static Candle candle(Instant time, long ticks) {
    TickKey key = new TickKey(time, 1);
    Ohlc one = new Ohlc(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE);
    return new Candle(time, key, new TickKey(time, ticks), ticks, one, one, one);
  }

  private static Instant time(String time) {
    return Instant.parse("2026-02-16T" + time + "Z");
  }
}
