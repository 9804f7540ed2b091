package dev.tickgate.feed;

import io.vertx.core.Future;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that rows may have become visible without a transaction of their own: a partition that
 * was attached, a table that took the name of another one, a policy that was changed, a server that
 * was started again, maybe from a copy. The window is then read by key against the journal.
 * Confined to the poller's event loop.
 */
public final class RelationWatch {
  private static final Logger LOG = LoggerFactory.getLogger(RelationWatch.class);

  private final Feed feed;
  private final TickTable table;
  private final SourceState state;
  private boolean loaded;
  // Null where it is not known, as before the first scan of all.
  private Set<String> parts;
  private String hash;
  // The part of the table that the running scan will have covered.
  private Relation next;

  public RelationWatch(Feed feed, TickTable table, SourceState state) {
    this.feed = feed;
    this.table = table;
    this.state = state;
  }

  /**
   * Asked when the first page of a deep scan has come, and before anything of it is delivered.
   *
   * @param now the hash of the relation, of the page's snapshot; null where it is not watched
   * @return whether the scan has to begin again, by key
   */
  Future<Boolean> mayShowMore(String now) {
    if (now == null || now.equals(hash)) {
      return Future.succeededFuture(false);
    }
    return load().compose(ready -> table.relation()).map(relation -> compare(now, relation));
  }

  private Future<Void> load() {
    if (loaded) {
      return Future.succeededFuture();
    }
    return state
        .load()
        .map(
            saved -> {
              loaded = true;
              parts = saved.parts().orElse(null);
              return null;
            });
  }

  private boolean compare(String page, Relation relation) {
    next = relation;
    if (parts == null) {
      // The parts were asked for after the page: what came between the two is not in the page.
      return !relation.hash().equals(page);
    }
    boolean more = relation.mayShowMoreThan(parts);
    if (more) {
      LOG.atInfo()
          .addKeyValue("feed", feed.name())
          .addKeyValue("table", feed.table())
          .log("feed.relation_changed");
    }
    return more;
  }

  /** The deep scan is delivered to its end. */
  void covered() {
    if (next == null) {
      return;
    }
    boolean changed = !next.parts().equals(parts);
    parts = next.parts();
    hash = next.hash();
    next = null;
    if (changed) {
      // Where it is not saved, the next leader reads the window once more.
      state.saveParts(parts);
    }
  }
}
