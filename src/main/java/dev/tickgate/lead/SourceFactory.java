package dev.tickgate.lead;

import io.vertx.core.Future;
import java.util.List;

/** The sources of a feed, new ones for each leadership. Confined to the poller's event loop. */
public interface SourceFactory {
  List<Source> create(Term term);

  /** Reads as a new leader would, and appends what it finds under a term that nobody has. */
  Future<Void> rehearse(Sequencer rehearsal);
}
