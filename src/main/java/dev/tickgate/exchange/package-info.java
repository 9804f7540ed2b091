/**
 * Quotes and streams of exchanges: one connection per exchange in the cluster, which subscribes to
 * a stream of the exchange while clients subscribe to its topic. A {@link
 * dev.tickgate.exchange.Venue} knows the protocol of an exchange and does no I/O.
 */
package dev.tickgate.exchange;
