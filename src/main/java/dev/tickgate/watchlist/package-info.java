/**
 * Watchlists: the companies that a user watches, with live prices, profit and loss. Lists are rows
 * of the application's database. For each partition of the lists, one process of the cluster
 * computes the prices of the lists that have viewers.
 */
package dev.tickgate.watchlist;
