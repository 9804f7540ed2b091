package dev.tickgate.market;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * The lengths of buckets. Buckets are aligned to UTC, except days, which {@link TradingDay}
 * defines.
 */
public enum CandleInterval {
  SECOND("1s", 1),
  MINUTE("1m", 60),
  FIVE_MINUTES("5m", 300),
  FIFTEEN_MINUTES("15m", 900),
  HALF_HOUR("30m", 1_800),
  HOUR("1h", 3_600),
  FOUR_HOURS("4h", 14_400),
  DAY("1d", 86_400);

  private final String label;
  private final int seconds;

  CandleInterval(String label, int seconds) {
    this.label = label;
    this.seconds = seconds;
  }

  /** The name in requests and topics: {@code 1m}. */
  public String label() {
    return label;
  }

  public static Optional<CandleInterval> parse(String label) {
    return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
  }

  /** The length; for days, that of most days. */
  public Duration length() {
    return Duration.ofSeconds(seconds);
  }

  /** The beginning of the bucket that contains a time. */
  public Instant bucket(Instant time, TradingDay days) {
    return this == DAY
        ? days.startOf(time)
        : Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
  }

  /** The end of the bucket that begins at that time, which is the beginning of the next. */
  public Instant end(Instant bucket, TradingDay days) {
    return this == DAY ? days.next(bucket) : bucket.plusSeconds(seconds);
  }
}
