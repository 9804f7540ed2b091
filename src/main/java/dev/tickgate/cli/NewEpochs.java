package dev.tickgate.cli;

import dev.tickgate.config.Config;
import dev.tickgate.feed.Feed;
import dev.tickgate.lead.NewEpoch;
import dev.tickgate.lead.NewEpoch.Result;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code tickgate journal new-epoch}: begins new epochs of feeds, one feed after the other. */
final class NewEpochs {
  private final Config config;
  private final NewEpoch order;
  private final boolean replaceDefinition;
  private final List<String> lines = new ArrayList<>();

  private NewEpochs(Config config, NewEpoch order, boolean replaceDefinition) {
    this.config = config;
    this.order = order;
    this.replaceDefinition = replaceDefinition;
  }

  /**
   * The result of the command.
   *
   * @param lines one line per feed
   * @param complete false where a feed was refused
   * @param unknown a feed that neither the configuration nor the database has; then no epoch began
   */
  record Report(List<String> lines, boolean complete, Optional<String> unknown) {}

  /**
   * Blocks.
   *
   * @param names empty: the feeds of the configuration, and all others that the database has, such
   *     as those of events and candles
   */
  static Report begin(Config config, List<String> names, boolean replaceDefinition)
      throws Exception {
    return DatabaseTask.run(
        config,
        databases -> {
          NewEpoch order = new NewEpoch(databases.feeds().coordination());
          NewEpochs epochs = new NewEpochs(config, order, replaceDefinition);
          return order.feeds().compose(stored -> epochs.begin(names, stored));
        });
  }

  private Future<Report> begin(List<String> names, List<String> stored) {
    List<String> known =
        Stream.concat(config.feeds().stream().map(Feed::name), stored.stream()).distinct().toList();
    Optional<String> unknown = names.stream().filter(name -> !known.contains(name)).findFirst();
    if (unknown.isPresent()) {
      return Future.succeededFuture(new Report(lines, false, unknown));
    }
    Future<Boolean> complete = Future.succeededFuture(true);
    for (String name : names.isEmpty() ? known : names) {
      complete = complete.compose(before -> begin(name).map(done -> before && done));
    }
    return complete.map(all -> new Report(lines, all, unknown));
  }

  private Future<Boolean> begin(String name) {
    Optional<Feed> feed =
        config.feeds().stream().filter(found -> found.name().equals(name)).findFirst();
    Future<Result> begun =
        feed.map(table -> order.begin(table.identity(), replaceDefinition))
            .orElseGet(() -> order.begin(name));
    return begun
        .onSuccess(result -> lines.add(line(name, result)))
        .map(result -> !(result instanceof Result.Differs));
  }

  private static String line(String feed, Result result) {
    String text;
    if (result instanceof Result.Begun begun && begun.head() == 0 && !begun.replaced()) {
      // Also a feed without a journal, whose epochs are not that of the row.
      text = "a new epoch begins";
    } else if (result instanceof Result.Begun begun) {
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
    return feed + ": " + text;
  }
}
