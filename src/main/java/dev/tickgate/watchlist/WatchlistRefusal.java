package dev.tickgate.watchlist;

import java.util.Optional;

/** Why a request about watchlists is refused; fails its transaction. */
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

  /** Of a change to another version of the list than the present one. */
  static WatchlistRefusal outdated(long present) {
    return new WatchlistRefusal(Problem.VERSION_MISMATCH, Optional.of(present));
  }

  Problem problem() {
    return problem;
  }

  /** The present version of the list, where the client named another one. */
  Optional<Long> version() {
    return version;
  }
}
