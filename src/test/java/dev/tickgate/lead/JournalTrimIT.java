package dev.tickgate.lead;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.feed.Feed;
import dev.tickgate.feed.FeedFixture;
import dev.tickgate.feed.FeedMetrics;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A day's end: most of the journal is too old. {@code -Pchaos} has a million old entries. */
class JournalTrimIT {
  private static final int OLD = Integer.getInteger("trim.rows", 50_000);
  // Entries that are as old, and inside the look-back window.
  private static final int KEPT = 10_000;
  private static final String OWNER = "a";
  private static final long TERM = 1;

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final FeedFixture bed = new FeedFixture(vertx, database.options());
  private final Feed feed = bed.bySerial(Duration.ofSeconds(1), KEPT);
  private final Journal journal =
      new Journal(
          database.pool(),
          feed.identity(),
          FeedFixture.owner(OWNER),
          Duration.ofMinutes(10),
          FeedMetrics.NONE);
  // Milliseconds.
  private final List<Long> appends = new ArrayList<>();
  // Written by the test, read by the event loop.
  private volatile boolean trimming = true;

  @BeforeEach
  void fill() {
    await(Journal.SCHEMA.migrate(database.pool()));
    database.run(
        """
        insert into tickgate.feed (name, topic, source, epoch, owner, term, head, snapshot, scan_from, timeline)
          values ('%1$s', 't', '5 s', 7, 'a', 1, %2$d + %3$d, 1, %2$d + 1,
            tickgate.timeline());
        insert into tickgate.journal (feed, seq, row_key, body, at)
          select '%1$s', n, n, repeat('x', 120), now() - interval '2 days'
          from generate_series(1, %2$d + %3$d) n
        """
            .formatted(feed.name(), OLD, KEPT));
  }

  @Test
  void theOldestGoABatchAtATimeWhileAppendsGoOn() {
    Future<Void> appending = append(OLD + KEPT + 1);
    long start = System.nanoTime();

    long trimmed = trim();

    double seconds = (System.nanoTime() - start) / 1e9;
    trimming = false;
    await(appending);
    Collections.sort(appends);
    System.out.printf(
        "%d entries trimmed in %.1f s; meanwhile %d appends of 10 rows, p50 %d ms, p99 %d ms, max %d ms%n",
        trimmed,
        seconds,
        appends.size(),
        appends.get(appends.size() / 2),
        appends.get(appends.size() * 99 / 100),
        appends.get(appends.size() - 1));
    assertThat(trimmed).isEqualTo(OLD);
    assertThat(number("min(seq)")).isEqualTo(OLD + 1);
    assertThat(number("count(*)")).isEqualTo(KEPT + 10L * appends.size());
    // No append waits for the whole trim.
    assertThat(appends.get(appends.size() / 2)).isLessThan((long) (seconds * 1_000 / 2));
  }

  private long trim() {
    try {
      return journal
          .trim(Duration.ofHours(24), Journal.BATCH)
          .toCompletionStage()
          .toCompletableFuture()
          .get(10, TimeUnit.MINUTES);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Future<Void> append(long key) {
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      drafts.add(Draft.ofRow(feed.topic().orElseThrow(), key + i, "{}"));
    }
    long asked = System.nanoTime();
    return journal
        .append(TERM, key - 1, drafts, Optional.empty())
        .compose(
            done -> {
              done.orElseThrow();
              appends.add((System.nanoTime() - asked) / 1_000_000);
              return trimming ? append(key + 10) : Future.succeededFuture();
            });
  }

  private long number(String what) {
    return database
        .run("select %s from tickgate.journal".formatted(what))
        .iterator()
        .next()
        .getLong(0);
  }
}
