package dev.tickgate.feed;

import dev.tickgate.market.Tick;
import dev.tickgate.stream.Topic;
import java.math.BigDecimal;
import java.util.Optional;

/** The result of the check of a row: a tick, or a reason to drop it. */
public sealed interface Quote {
  record Valid(Topic topic, Tick tick) implements Quote {}

  record Invalid(DropReason reason) implements Quote {}

  static Quote of(Symbols symbols, SourceRow row) {
    if (row.timestamp() == null || row.key() == SourceRow.NO_KEY) {
      return new Invalid(DropReason.NO_TIMESTAMP);
    }
    String symbol = symbols.of(row);
    Optional<DropReason> problem = symbols.problem(symbol);
    if (problem.isPresent()) {
      return new Invalid(problem.get());
    }
    if (isCut(row.bid()) || isCut(row.ask())) {
      return new Invalid(DropReason.TOO_LONG);
    }
    BigDecimal bid = Prices.parse(row.bid());
    BigDecimal ask = Prices.parse(row.ask());
    if (bid == null || ask == null) {
      return new Invalid(DropReason.NOT_A_NUMBER);
    }
    if (bid.signum() <= 0 || ask.signum() <= 0) {
      return new Invalid(DropReason.NOT_POSITIVE);
    }
    if (!Prices.plausible(bid) || !Prices.plausible(ask)) {
      return new Invalid(DropReason.OUT_OF_RANGE);
    }
    if (!Tick.isValid(bid, ask)) {
      return new Invalid(DropReason.CROSSED);
    }
    return plain(symbols.topic(symbol), symbol, Prices.plain(bid), Prices.plain(ask), row);
  }

  private static Quote plain(
      Topic topic, String symbol, BigDecimal bid, BigDecimal ask, SourceRow row) {
    return Prices.isTooLong(bid) || Prices.isTooLong(ask)
        ? new Invalid(DropReason.TOO_LONG)
        : new Valid(topic, new Tick(symbol, bid, ask, row.instant()));
  }

  // The statement reads at most one character more than allowed, so that a long text costs no
  // memory.
  private static boolean isCut(String price) {
    return price != null && price.length() > Prices.LONGEST;
  }
}
