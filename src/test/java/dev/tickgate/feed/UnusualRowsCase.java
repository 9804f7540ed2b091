package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.awaitility.Awaitility.await;

import dev.tickgate.lead.FeedSettings;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;

/** A table whose poller counts late rows often; a test inserts rows and awaits the last one. */
abstract class UnusualRowsCase {
  static final Duration POLL = Duration.ofMillis(25);
  private static final FeedSettings OFTEN =
      new FeedSettings(Duration.ofMillis(900), Duration.ofHours(24), Duration.ofMillis(100));
  private static final Duration LIMIT = Duration.ofSeconds(60);
  static final double LAST = 9_999;

  /** Of the class: its tests share it. */
  final DatabaseFixture database;

  @Fixture final FeedFixture bed;

  UnusualRowsCase(Vertx vertx, DatabaseFixture database) {
    this.database = database;
    this.bed = new FeedFixture(vertx, database.options());
  }

  FeedFixture.Running start(Feed feed) {
    FeedFixture.Running poller = bed.start(feed, "a", OFTEN);
    // Before the first look, what the window does not hold is no news.
    String looked = "select snapshot from tickgate.feed where name = '" + feed.name() + "'";
    soon()
        .until(
            () ->
                poller.leads()
                    && database.run(looked).iterator().next().getLong("snapshot") != null);
    return poller;
  }

  static ConditionFactory soon() {
    return await().atMost(LIMIT);
  }

  void awaitLast() {
    soon().until(() -> bed.bids().contains(LAST));
  }

  void insert(String time, double bid) {
    database.run("insert into %s values (%s, %s, %s)".formatted(bed.table, time, bid, bid));
  }
}
