package dev.tickgate.feed;

import io.vertx.core.Future;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects that rows may have become visible without a new transaction that wrote them. Causes are
 * an attached partition, a table that took the name of another one, a changed policy, or a
 * restarted server, perhaps from a copy. The window is then read by key, and the journal identifies
 * the known rows. Confined to the poller's event loop.
 */
public final class RelationWatch {
  private static final Logger LOG = LoggerFactory.getLogger(RelationWatch.class);

  private final Feed feed;
  private final TickTable table;
  private final SourceState state;
  private boolean loaded;
  // Null where they are not known, as before the very first scan.
  private Set<String> parts;
  private String hash;
  // The relation that the running scan covers.
  private Relation next;

  public RelationWatch(Feed feed, TickTable table, SourceState state) {
    this.feed = feed;
    this.table = table;
    this.state = state;
  }

  /**
   * Compares the relation with the stored one. Called after the first page of a deep scan was read,
   * and before it is delivered.
   *
   * @param now the hash of the relation in the page's snapshot; null where it is not watched
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
      // The parts were queried after the page, so a change between the two is not in the page.
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

  /** Called when the deep scan was delivered completely. */
  void covered() {
    if (next == null) {
      return;
    }
    boolean changed = !next.parts().equals(parts);
    parts = next.parts();
    hash = next.hash();
    next = null;
    if (changed) {
      // Where the save fails, the next leader reads the window once more.
      state.saveParts(parts);
    }
  }
}
