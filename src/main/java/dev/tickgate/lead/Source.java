package dev.tickgate.lead;

import dev.tickgate.bus.FeedState;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Gives the publications of a feed to its sequencer, during one leadership. Confined to the event
 * loop that starts it.
 */
public interface Source {
  /** Begins to append to the sequencer. */
  void start(Sequencer sequencer, SourceListener listener);

  /** Starts no further work; done when it no longer listens. */
  Future<Void> quiet();

  /** Done when its running deliveries have ended. */
  Future<Void> idle();

  /** The place from which it continues; empty where it has none, or has not begun. */
  default Optional<Cursor> cursor() {
    return Optional.empty();
  }

  /**
   * The state of the relation or the connection that it reads; {@link FeedState#LIVE} where it has
   * none.
   */
  default FeedState state() {
    return FeedState.LIVE;
  }

  /**
   * The receiver of the topics that have subscribers; empty where the source does not depend on
   * them.
   */
  default Optional<DemandListener> demand() {
    return Optional.empty();
  }

  /** Runs its maintenance; called at intervals, while it is live. */
  default Future<Void> upkeep() {
    return Future.succeededFuture();
  }
}
