package dev.tickgate.watchlist;

/** What the worker of watchlists does, for operators. */
public interface WatchlistMetrics {
  /** How many lists somebody views. */
  void viewed(int lists);

  /** So many messages were published. */
  void published(int messages);

  /** A look at the database has ended. */
  void looked(long nanos);

  /** A look at the database has failed. */
  void failed();

  /** So many topics are named by companies of viewed lists, and no feed serves them. */
  void unserved(int topics);
}
