package dev.tickgate.watchlist;

import java.util.Optional;

/** The refusal of a request about watchlists. It rolls back the transaction of the request. */
final class WatchlistRefusal extends RuntimeException {
  private final transient Problem problem;
  private final transient Optional<Long> version;

  WatchlistRefusal(Problem problem) {
    this(problem, Optional.empty());
  }

  private WatchlistRefusal(Problem problem, Optional<Long> version) {
    super(problem.code() + ": " + problem.detail(), null, false, false);
    this.problem = problem;
    this.version = version;
  }

  /** The refusal of a change that names another version than the present one. */
  static WatchlistRefusal outdated(long present) {
    return new WatchlistRefusal(Problem.VERSION_MISMATCH, Optional.of(present));
  }

  Problem problem() {
    return problem;
  }

  /** The present version of the list where the client named another one; otherwise empty. */
  Optional<Long> version() {
    return version;
  }
}
