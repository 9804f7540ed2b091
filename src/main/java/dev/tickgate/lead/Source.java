package dev.tickgate.lead;

import dev.tickgate.bus.FeedState;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Where publications of a feed come from, during one leadership. Confined to the event loop that
 * starts it.
 */
public interface Source {
  /** Begins to append to the sequencer. */
  void start(Sequencer sequencer, SourceListener listener);

  /** Begins nothing more; done when it listens no more. */
  Future<Void> quiet();

  /** Done when what it was delivering is delivered, or has failed. */
  Future<Void> idle();

  /** Where it continues; empty where it has no place to continue from, or has not begun. */
  Optional<Cursor> cursor();

  /** How it finds what it reads; {@link FeedState#LIVE} where it reads nothing. */
  FeedState state();

  /** Told which topics somebody in the cluster wants; empty where it does not depend on that. */
  default Optional<DemandListener> demand() {
    return Optional.empty();
  }

  /** Now and then, while it is live. */
  Future<Void> upkeep();
}
