package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.SyncReply;
import dev.tickgate.store.Schema;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database that a process of the version before has written. */
class UpgradeIT {
  private static final Schema BEFORE =
      new Schema(
          "feed",
          List.of(
              "V1__feed_and_journal.sql",
              "V2__timeline.sql",
              "V3__leader_and_system.sql",
              "V4__source.sql"));
  // As that version appends.
  private static final String OLD_APPEND =
      """
      insert into tickgate.journal (feed, seq, row_key, body)
      select name, head + 1, 99, '{"old":1}' from tickgate.feed
      where name = '%s' and owner = 'old' and term = 3
      """;
  private static final String OLD_RENEWAL =
      "update tickgate.feed set lease_until = now() where name = '%s' and owner = 'old' and term = 3";

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final FeedFixture bed = new FeedFixture(vertx, database.options());
  private final Feed feed = bed.bySerial(Duration.ofMillis(50), 10_000);

  @BeforeEach
  void runTheVersionBefore() {
    await(BEFORE.migrate(database.pool()));
    database.run(
        """
        create table %1$s (id bigserial primary key, at timestamptz, bid numeric, ask numeric);
        insert into %1$s (at, bid, ask) select now(), n, n from generate_series(1, 10) n;
        insert into tickgate.journal (feed, "offset", key, body)
        select '%1$s', n, n, '{"bid":' || n || '}' from generate_series(1, 8) n;
        insert into tickgate.feed
          (name, topic, source, epoch, owner, term, lease_until, head, snapshot, scan_from, timeline,
           system_id)
        values ('%1$s', '%2$s', '%2$s %1$s id', 1700000000, 'old', 3, 'infinity', 8,
          pg_snapshot_xmin(pg_current_snapshot())::text::bigint, 1, tickgate.timeline(),
          tickgate.system_id())
        """
            .formatted(bed.table, bed.topic));
  }

  @Test
  void aPositionOfTheVersionBeforeIsResumedFrom() {
    FeedFixture.Running running = bed.start(feed, "a");
    await().until(running::leads);
    database.run("insert into %s (at, bid, ask) values (now(), 11, 11)".formatted(bed.table));
    await().until(() -> bed.offsets().contains(9L));

    SyncReply answer = bed.sync(Optional.of(new Position(1700000000, 5)), 100);

    assertThat(answer.head()).isEqualTo(new Position(1700000000, 9 + moreRows(answer)));
    assertThat(answer.publications())
        .extracting(Publication::position)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(6, answer.head().offset())
                .mapToObj(offset -> new Position(1700000000, offset))
                .toList());
    assertThat(new String(answer.publications().get(0).json())).contains("\"bid\":6,");
  }

  // Rows 9 and 10 were committed, and not published, before the upgrade; row 11 after it.
  private static long moreRows(SyncReply answer) {
    return answer.head().offset() - 9;
  }

  @Test
  void aProcessOfTheVersionBeforeWritesNothingAnyMore() {
    FeedFixture.Running running = bed.start(feed, "a");
    await().until(running::leads);

    assertThat(database.run(OLD_RENEWAL.formatted(bed.table)).rowCount()).isZero();
    assertThat(database.run(OLD_APPEND.formatted(bed.table)).rowCount()).isZero();
  }
}
