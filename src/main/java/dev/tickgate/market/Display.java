package dev.tickgate.market;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How people write the quotes of a symbol; what is empty follows from the symbol and its quotes.
 *
 * @param decimals of a bid or ask
 * @param pip the step in which differences are counted
 */
public record Display(Optional<String> name, OptionalInt decimals, Optional<BigDecimal> pip) {
  public static final Display DEFAULT =
      new Display(Optional.empty(), OptionalInt.empty(), Optional.empty());
  public static final int MAX_DECIMALS = 8;

  private static final Pattern PAIR = Pattern.compile("([A-Z]{3})[_./-]?([A-Z]{3})");

  /** {@code USD/JPY} for USD_JPY and USDJPY; other symbols as they are. */
  public String nameOf(String symbol) {
    Matcher pair = PAIR.matcher(symbol);
    return name.orElseGet(() -> pair.matches() ? pair.group(1) + "/" + pair.group(2) : symbol);
  }

  /**
   * Of a pair of currencies at most a tenth of a pip: rows of binary fractions have any number.
   *
   * @param seen decimals of the newest quotes; empty where there are none
   */
  public int decimalsOf(String symbol, OptionalInt seen) {
    int most = isPair(symbol) ? place(symbol) + 1 : MAX_DECIMALS;
    return decimals.orElse(Math.min(most, seen.orElse(most)));
  }

  /** Of what is no pair of currencies: 0.01 for 2 and 3 decimals, 0.0001 for 4 and 5. */
  public BigDecimal pipOf(String symbol, int decimals) {
    int place = isPair(symbol) ? place(symbol) : decimals - decimals % 2;
    return pip.orElseGet(() -> BigDecimal.ONE.movePointLeft(place));
  }

  private static boolean isPair(String symbol) {
    return PAIR.matcher(symbol).matches();
  }

  /** The decimal that is a pip of a pair. */
  private static int place(String symbol) {
    return symbol.endsWith("JPY") ? 2 : 4;
  }
}
