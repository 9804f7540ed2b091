package dev.tickgate.watchlist;

/** Events of watchlists, for operators. Called on the leader's event loop. */
public interface WatchlistMetrics {
  /** The number of lists that have viewers. */
  void viewed(int lists);

  /** Messages were published. */
  void published(int messages);

  /** A read of the tables has ended, successfully or not. */
  void looked(long nanos);

  /** A read of the tables has failed. */
  void failed();

  /** The number of topics that companies of viewed lists name and no feed serves. */
  void unserved(int topics);
}
