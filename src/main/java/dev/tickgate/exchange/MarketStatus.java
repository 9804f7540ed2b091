package dev.tickgate.exchange;

/** The trading status of a market. */
enum MarketStatus {
  OPEN,
  /** The exchange publishes quotes, but does not trade at these prices. */
  CLOSE,
  MAINTENANCE
}
