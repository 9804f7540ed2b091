package dev.tickgate.recorder;

import java.math.BigDecimal;

/** The prices of one side in a second. */
record Course(BigDecimal open, BigDecimal high, BigDecimal low, BigDecimal close) {
  static Course of(BigDecimal price) {
    return new Course(price, price, price, price);
  }

  /** Returns the course of this one and a later one of the same second. */
  Course and(Course later) {
    return new Course(open, high.max(later.high), low.min(later.low), later.close);
  }
}
