/**
 * Watchlists: the companies that a user watches, with live prices, profit and loss. Lists are rows
 * of the application's database; the prices of all lists that somebody views are computed by one
 * process of the cluster.
 */
package dev.tickgate.watchlist;
