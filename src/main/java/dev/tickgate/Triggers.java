package dev.tickgate;

import dev.tickgate.feed.Feed;
import dev.tickgate.feed.NotifyTrigger;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code tickgate notify}: the triggers of all feeds, in one short life without a node. */
final class Triggers {
  private Triggers() {}

  enum Change {
    INSTALL {
      @Override
      Future<Void> apply(NotifyTrigger trigger, Feed feed) {
        return trigger.install(feed);
      }
    },
    REMOVE {
      @Override
      Future<Void> apply(NotifyTrigger trigger, Feed feed) {
        return trigger.remove(feed);
      }
    };

    abstract Future<Void> apply(NotifyTrigger trigger, Feed feed);
  }

  /** What was done, a line per feed. Blocking. */
  static List<String> apply(Config config, Change change) throws Exception {
    return DatabaseTask.run(config, databases -> all(config, change, databases));
  }

  private static Future<List<String>> all(Config config, Change change, Databases databases) {
    NotifyTrigger trigger = new NotifyTrigger(databases.feeds().source());
    List<String> done = new ArrayList<>();
    Future<Void> previous = Future.succeededFuture();
    for (Feed feed : config.feeds()) {
      previous =
          previous
              .compose(before -> change.apply(trigger, feed))
              .recover(failure -> Future.failedFuture(failure(feed, failure)))
              .onSuccess(now -> done.add(line(change, feed)));
    }
    return previous.map(done);
  }

  private static IOException failure(Feed feed, Throwable failure) {
    return failure instanceof IOException named
        ? named
        : new IOException("feed %s: %s".formatted(feed.name(), failure.getMessage()), failure);
  }

  private static String line(Change change, Feed feed) {
    return change == Change.INSTALL
        ? "%s: inserts into %s notify %s".formatted(feed.name(), feed.table(), feed.channel())
        : "%s: inserts into %s notify nobody".formatted(feed.name(), feed.table());
  }
}
