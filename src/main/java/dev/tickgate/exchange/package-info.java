/**
 * Quotes and streams of exchanges. The cluster has one connection per exchange, which subscribes to
 * a stream of the exchange while clients subscribe to its topic. A {@link
 * dev.tickgate.exchange.Venue} implements the protocol of an exchange and does no I/O.
 */
package dev.tickgate.exchange;
