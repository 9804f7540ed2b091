/**
 * Candles of the ticks of table feeds: one process of the cluster reads the journals of the feeds,
 * keeps the candles of all intervals in the coordination database, and publishes those that have
 * subscribers. Every poller answers requests for stored candles.
 */
package dev.tickgate.candle;
