package dev.tickgate.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CandleIntervalTest {
  private static final TradingDay NEW_YORK =
      TradingDay.parse("17:00 America/New_York").orElseThrow();

  @ParameterizedTest
  @CsvSource({
    "1s, 2026-02-16T13:05:10.999Z, 2026-02-16T13:05:10Z",
    "1m, 2026-02-16T13:05:10.123Z, 2026-02-16T13:05:00Z",
    "5m, 2026-02-16T13:09:59.999Z, 2026-02-16T13:05:00Z",
    "15m, 2026-02-16T13:15:00.000Z, 2026-02-16T13:15:00Z",
    "30m, 2026-02-16T13:29:59.999Z, 2026-02-16T13:00:00Z",
    "1h, 2026-02-16T13:05:10.123Z, 2026-02-16T13:00:00Z",
    "4h, 2026-02-16T13:05:10.123Z, 2026-02-16T12:00:00Z",
    "1m, 1969-12-31T23:59:59.500Z, 1969-12-31T23:59:00Z",
  })
  void bucketsAreCountedInUtc(String label, Instant time, Instant bucket) {
    CandleInterval interval = CandleInterval.parse(label).orElseThrow();

    assertThat(interval.bucket(time, NEW_YORK)).isEqualTo(bucket);
    assertThat(interval.end(bucket, NEW_YORK)).isEqualTo(bucket.plus(interval.length()));
  }

  @ParameterizedTest
  @CsvSource({
    // Winter: New York is at UTC-5. Summer time begins on 8 March and ends on 1 November 2026.
    "2026-02-16T21:59:59.999Z, 2026-02-15T22:00:00Z, 24",
    "2026-02-16T22:00:00.000Z, 2026-02-16T22:00:00Z, 24",
    "2026-03-08T12:00:00.000Z, 2026-03-07T22:00:00Z, 23",
    "2026-03-08T21:00:00.000Z, 2026-03-08T21:00:00Z, 24",
    "2026-07-01T20:59:59.999Z, 2026-06-30T21:00:00Z, 24",
    "2026-11-01T12:00:00.000Z, 2026-10-31T21:00:00Z, 25",
    "2026-11-01T22:00:00.000Z, 2026-11-01T22:00:00Z, 24",
  })
  void aDayBeginsAtFiveInTheAfternoonInNewYork(Instant time, Instant bucket, long hours) {
    assertThat(CandleInterval.DAY.bucket(time, NEW_YORK)).isEqualTo(bucket);
    assertThat(CandleInterval.DAY.end(bucket, NEW_YORK))
        .isEqualTo(bucket.plus(Duration.ofHours(hours)));
  }

  @Property
  void eachTimeIsInItsBucketAndTheNextBeginsWhereItEnds(
      @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long millis,
      @ForAll CandleInterval interval) {
    Instant time = Instant.ofEpochMilli(millis);

    Instant bucket = interval.bucket(time, NEW_YORK);
    Instant end = interval.end(bucket, NEW_YORK);

    assertThat(bucket).isBeforeOrEqualTo(time);
    assertThat(end).isAfter(time);
    assertThat(interval.bucket(end, NEW_YORK)).isEqualTo(end);
    assertThat(interval.bucket(bucket, NEW_YORK)).isEqualTo(bucket);
  }

  @Test
  void aDayCanBeginAtMidnightInUtc() {
    TradingDay utc = TradingDay.parse("00:00 UTC").orElseThrow();

    assertThat(CandleInterval.DAY.bucket(Instant.parse("2026-02-16T23:59:59.999Z"), utc))
        .isEqualTo("2026-02-16T00:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "17:00", "25:00 UTC", "17:00 Mars/Olympus", "5 UTC", "17:00  UTC"})
  void isNoBeginningOfADay(String text) {
    assertThat(TradingDay.parse(text)).isEmpty();
  }
}
