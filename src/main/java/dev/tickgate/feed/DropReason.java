package dev.tickgate.feed;

/** Why a row is not published. */
public enum DropReason {
  /** A price is null, NaN or infinite. */
  NOT_A_NUMBER,
  /** Bid or ask is zero or less. */
  NOT_POSITIVE,
  /** Bid is above ask. */
  CROSSED,
  /** A price no market makes: below 10<sup>-18</sup> or from 10<sup>18</sup>. */
  OUT_OF_RANGE,
  /** The time is null, infinite or not of the years 1 to 9999. */
  NO_TIMESTAMP
}
