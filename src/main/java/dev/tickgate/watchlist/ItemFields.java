package dev.tickgate.watchlist;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The fields of an item that the owner of its list may change.
 *
 * @param quantity negative for a short position
 */
record ItemFields(
    Optional<BigDecimal> quantity,
    Optional<BigDecimal> purchasePrice,
    Optional<String> memo,
    List<String> tags) {
  static final ItemFields NEW =
      new ItemFields(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  ItemFields {
    tags = List.copyOf(tags);
  }

  /**
   * Returns these fields. Throws {@link WatchlistRefusal} where the position has only one of its
   * two numbers.
   */
  ItemFields checked() {
    if (quantity.isPresent() == purchasePrice.isPresent()) {
      return this;
    }
    String missing = quantity.isPresent() ? "purchase_price" : "quantity";
    throw new WatchlistRefusal(
        Problem.of(
            List.of(
                new FieldError(
                    missing, "A position needs both quantity and purchase_price, or neither."))));
  }
}
