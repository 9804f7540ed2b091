package dev.tickgate.cli;

import dev.tickgate.config.Config;
import dev.tickgate.feed.Feed;
import dev.tickgate.feed.NotifyTrigger;
import dev.tickgate.node.Databases;
import dev.tickgate.ops.FailureText;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** {@code tickgate notify}: changes the triggers of all feeds without starting a node. */
public final class Triggers {
  private Triggers() {}

  public enum Change {
    INSTALL {
      @Override
      public Future<Void> apply(NotifyTrigger trigger, Feed feed) {
        return trigger.install(feed);
      }
    },
    REMOVE {
      @Override
      public Future<Void> apply(NotifyTrigger trigger, Feed feed) {
        return trigger.remove(feed);
      }
    };

    public abstract Future<Void> apply(NotifyTrigger trigger, Feed feed);
  }

  /** The result for one feed; a failure does not prevent the changes of the others. */
  public record Line(String text, boolean isFailure) {}

  /** Changes the triggers of all feeds. Blocks. */
  public static List<Line> apply(Config config, Change change) throws Exception {
    return DatabaseTask.run(config, databases -> all(config, change, databases));
  }

  private static Future<List<Line>> all(Config config, Change change, Databases databases) {
    NotifyTrigger trigger = new NotifyTrigger(databases.feeds().source());
    List<Line> lines = new ArrayList<>();
    Future<Void> previous = Future.succeededFuture();
    for (Feed feed : config.feeds()) {
      previous =
          previous
              .compose(before -> change.apply(trigger, feed))
              .map(changed -> new Line(done(change, feed), false))
              .otherwise(failure -> new Line(feed.name() + ": " + FailureText.of(failure), true))
              .onSuccess(lines::add)
              .mapEmpty();
    }
    return previous.map(lines);
  }

  private static String done(Change change, Feed feed) {
    return change == Change.INSTALL
        ? "%s: inserts into %s notify %s".formatted(feed.name(), feed.table(), feed.channel())
        : "%s: inserts into %s notify nobody".formatted(feed.name(), feed.table());
  }
}
