package dev.tickgate.lead;

import io.vertx.core.Future;
import java.util.List;

/** The sources of a feed, new ones for each leadership. Confined to the poller's event loop. */
public interface SourceFactory {
  List<Source> create(Term term);

  /** Reads as a new leader would, and appends the drafts under a term that no process has. */
  Future<Void> rehearse(Sequencer rehearsal);

  /** Combines sources of several kinds for one feed. */
  static SourceFactory of(List<SourceFactory> kinds) {
    return new SourceFactory() {
      @Override
      public List<Source> create(Term term) {
        return kinds.stream().flatMap(kind -> kind.create(term).stream()).toList();
      }

      @Override
      public Future<Void> rehearse(Sequencer rehearsal) {
        return Future.join(kinds.stream().map(kind -> kind.rehearse(rehearsal)).toList())
            .mapEmpty();
      }
    };
  }
}
