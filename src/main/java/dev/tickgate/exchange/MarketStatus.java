package dev.tickgate.exchange;

/** Whether a market trades. */
enum MarketStatus {
  OPEN,
  /** The exchange quotes, and nobody can trade at the price. */
  CLOSE,
  MAINTENANCE
}
