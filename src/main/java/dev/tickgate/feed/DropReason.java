package dev.tickgate.feed;

/** Why a row is not published. */
public enum DropReason {
  /** A price is null, NaN, infinite, or a text that is no number. */
  NOT_A_NUMBER,
  /** Bid or ask is zero or less. */
  NOT_POSITIVE,
  /** Bid is above ask. */
  CROSSED,
  /** A price that no market quotes: below 10<sup>-18</sup> or from 10<sup>18</sup>. */
  OUT_OF_RANGE,
  /** A price with more characters than JSON parsers accept. */
  TOO_LONG,
  /** The time is null, infinite or outside of the years 1 to 9999. */
  NO_TIMESTAMP,
  /** The symbol column is null, or has a text that is no symbol. */
  INVALID_SYMBOL,
  /** The topic of the symbol belongs to another feed, which is set up for it. */
  SYMBOL_OF_ANOTHER_FEED,
  /** A fault of Tickgate: its code failed for the row. */
  FAILED
}
