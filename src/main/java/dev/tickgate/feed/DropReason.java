package dev.tickgate.feed;

/** Why a row is not published. */
public enum DropReason {
  /** A price is null, NaN, infinite, or a text that is no number. */
  NOT_A_NUMBER,
  /** Bid or ask is zero or less. */
  NOT_POSITIVE,
  /** Bid is above ask. */
  CROSSED,
  /** A price no market makes: below 10<sup>-18</sup> or from 10<sup>18</sup>. */
  OUT_OF_RANGE,
  /** A price of more characters than readers of JSON take. */
  TOO_LONG,
  /** The time is null, infinite or not of the years 1 to 9999. */
  NO_TIMESTAMP,
  /** The column of the symbol has null, or a text that is no symbol. */
  INVALID_SYMBOL,
  /** The topic of the symbol belongs to another feed, which is set up for it. */
  SYMBOL_OF_ANOTHER_FEED,
  /** Tickgate failed over the row, which is a fault of Tickgate. */
  FAILED
}
