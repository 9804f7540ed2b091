package dev.tickgate.cli;

import dev.tickgate.config.Config;
import dev.tickgate.feed.Feed;
import dev.tickgate.lead.NewEpoch;
import dev.tickgate.lead.NewEpoch.Result;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** {@code tickgate journal new-epoch}: begins new epochs of feeds, one feed after the other. */
final class NewEpochs {
  private NewEpochs() {}

  /**
   * The result of the command.
   *
   * @param lines one line per feed
   * @param complete false where a feed was refused
   */
  record Report(List<String> lines, boolean complete) {}

  /** Blocks. */
  static Report begin(Config config, List<Feed> feeds, boolean replaceDefinition) throws Exception {
    return DatabaseTask.run(
        config,
        databases -> {
          NewEpoch order = new NewEpoch(databases.feeds().coordination());
          List<String> lines = new ArrayList<>();
          Future<Boolean> complete = Future.succeededFuture(true);
          for (Feed feed : feeds) {
            complete =
                complete.compose(
                    before ->
                        order
                            .begin(feed.identity(), replaceDefinition)
                            .onSuccess(result -> lines.add(line(feed, result)))
                            .map(result -> before && !(result instanceof Result.Differs)));
          }
          return complete.map(all -> new Report(lines, all));
        });
  }

  private static String line(Feed feed, Result result) {
    String text;
    if (result instanceof Result.Begun begun) {
      text =
          "epoch %d begins behind offset %d%s"
              .formatted(
                  begun.epoch(), begun.head(), begun.replaced() ? "; the journal was deleted" : "");
    } else if (result instanceof Result.Differs differs) {
      text =
          "set up as \"%s\" in the database and as \"%s\" here; nothing was done. --replace-definition takes it over, and deletes its journal"
              .formatted(differs.database(), differs.configuration());
    } else {
      text = "never led yet; nothing to do";
    }
    return feed.name() + ": " + text;
  }
}
