package dev.tickgate.market;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The notation of the quotes of a symbol. Empty fields are derived from the symbol and its quotes.
 *
 * @param decimals the decimals of a bid or ask
 * @param pip the step in which differences are counted
 */
public record Display(Optional<String> name, OptionalInt decimals, Optional<BigDecimal> pip) {
  public static final Display DEFAULT =
      new Display(Optional.empty(), OptionalInt.empty(), Optional.empty());
  public static final int MAX_DECIMALS = 8;

  private static final Pattern PAIR = Pattern.compile("([A-Z]{3})[_./-]?([A-Z]{3})");

  /** Returns {@code USD/JPY} for USD_JPY and USDJPY, other symbols as they are. */
  public String nameOf(String symbol) {
    Matcher pair = PAIR.matcher(symbol);
    return name.orElseGet(() -> pair.matches() ? pair.group(1) + "/" + pair.group(2) : symbol);
  }

  /**
   * Returns the decimals of a quote, for a pair of currencies at most to a tenth of a pip: prices
   * stored as binary fractions may have any number.
   *
   * @param seen the decimals of the newest quotes; empty where there are none
   */
  public int decimalsOf(String symbol, OptionalInt seen) {
    int most = isPair(symbol) ? place(symbol) + 1 : MAX_DECIMALS;
    return decimals.orElse(Math.min(most, seen.orElse(most)));
  }

  /**
   * Returns the pip; for a symbol that is not a pair of currencies, 0.01 with 2 or 3 decimals,
   * 0.0001 with 4 or 5.
   */
  public BigDecimal pipOf(String symbol, int decimals) {
    int place = isPair(symbol) ? place(symbol) : decimals - decimals % 2;
    return pip.orElseGet(() -> BigDecimal.ONE.movePointLeft(place));
  }

  private static boolean isPair(String symbol) {
    return PAIR.matcher(symbol).matches();
  }

  /** The number of decimals of a pip of a pair. */
  private static int place(String symbol) {
    return symbol.endsWith("JPY") ? 2 : 4;
  }
}
