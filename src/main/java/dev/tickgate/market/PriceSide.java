package dev.tickgate.market;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The price of a quote from which candles are made. */
public enum PriceSide {
  BID,
  ASK,
  /** Half way between bid and ask. */
  MID;

  /** The name in requests and messages: {@code bid}, {@code ask}, {@code mid}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<PriceSide> parse(String label) {
    return Arrays.stream(values()).filter(side -> side.label().equals(label)).findFirst();
  }

  BigDecimal of(Tick tick) {
    return switch (this) {
      case BID -> tick.bid();
      case ASK -> tick.ask();
      case MID -> tick.mid();
    };
  }
}
