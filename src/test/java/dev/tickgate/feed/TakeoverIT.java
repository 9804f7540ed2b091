package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.SyncReply;
import dev.tickgate.lead.Journal;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Takeovers behind a clock of the database that stepped, and behind failures of the takeover. */
class TakeoverIT {
  private static final Duration LEASE = FeedFixture.QUICK.lease();
  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);

  @Fixture private final FeedFixture bed = new FeedFixture(vertx, database.options());
  private Feed feed;

  @BeforeEach
  void lay() {
    feed = bed.bySerial(Duration.ofMillis(25), 10_000);
    database.run(
        "create table %s (id bigserial primary key, at timestamptz, bid int, ask int)"
            .formatted(bed.table));
  }

  @Test
  void aTakeoverAfterTheClockSteppedBackFindsTheTailByItsOffsets() {
    FeedFixture.Running a = lead("a");
    insert(8);
    await().until(() -> bed.offsets().contains(8L));
    bed.stop(a);
    // The clock was ahead for the first three, and stepped back by ten seconds.
    journalTimes("seq between 4 and 6", "10 seconds");
    journalTimes("seq > 6", "5 seconds");

    lead("b");
    insert(1);

    await().until(() -> bed.offsets().contains(9L));
    SyncReply reply = bed.sync(Optional.empty(), 9);
    assertThat(offsets(reply)).containsExactlyElementsOf(offsets(1, 9));
  }

  private void journalTimes(String which, String earlier) {
    database.run(
        "update tickgate.journal set at = at - interval '%s' where feed = '%s' and %s"
            .formatted(earlier, feed.name(), which));
  }

  @Test
  void aTailWithAHoleIsReadFromBehindTheHole() {
    FeedFixture.Running a = lead("a");
    insert(8);
    await().until(() -> bed.offsets().contains(8L));
    bed.stop(a);
    database.run(
        "delete from tickgate.journal where seq = 5 and feed = '%s'".formatted(feed.name()));

    lead("b");

    SyncReply reply = bed.sync(Optional.empty(), 100);
    assertThat(offsets(reply)).containsExactlyElementsOf(offsets(6, reply.head().offset()));
  }

  @Test
  void aLeaseThatEndsInTheFutureIsOverWhenItWasNotRenewedForItsLength() {
    await(Journal.SCHEMA.migrate(database.pool()));
    bed.stop(lead("a"));
    holdLease("1 hour");

    FeedFixture.Running b = bed.start(feed, "b");

    await().until(b::leads);
    assertThat(b.term).hasValue(8);
  }

  @Test
  void aLeaderThatRenewsKeepsItsLeaseWhereverItsEndIs() {
    FeedFixture.Running a = lead("a");
    FeedFixture.Running b = bed.start(feed, "b");

    // The clock steps back and forth: each renewal by another one.
    await()
        .pollInterval(LEASE.dividedBy(3))
        .during(LEASE.multipliedBy(3))
        .until(
            () -> {
              database.run(
                  "update tickgate.feed set lease_until = lease_until + interval '1 hour' where name = '%s'"
                      .formatted(feed.name()));
              return a.leads() && !b.leads();
            });
    assertThat(a.term).hasValue(1);
  }

  private void holdLease(String length) {
    database.run(
        "update tickgate.feed set owner = 'dead', term = 7, lease_until = clock_timestamp() + interval '%s' where name = '%s'"
            .formatted(length, feed.name()));
  }

  @Test
  void aTakeoverThatFailsIsTriedAgainWithPausesThatGrow() {
    FeedFixture.Running a = lead("a");
    insert(3);
    await().until(() -> bed.offsets().contains(3L));
    bed.stop(a);
    database.run("alter table tickgate.journal rename column body to hidden");
    try {
      FeedFixture.Running b = bed.start(feed, "b");
      await().until(() -> term() > 1);

      await().during(Duration.ofMillis(1_500)).until(() -> term() < 12);
      assertThat(b.leads()).isFalse();
    } finally {
      database.run("alter table tickgate.journal rename column hidden to body");
    }
    insert(1);

    await().until(() -> bed.offsets().contains(4L));
  }

  @Test
  void aLeadershipThatCannotWriteIsTriedAgainWithPausesThatGrow() {
    FeedFixture.Running a = lead("a");
    insert(3);
    await().until(() -> bed.offsets().contains(3L));
    bed.stop(a);
    database.run(
        "alter table tickgate.journal add constraint full_disk check (feed <> '%s' or seq < 4)"
            .formatted(feed.name()));
    try {
      bed.start(feed, "b");
      insert(1);
      await().until(() -> term() > 2);

      long before = term();
      await().during(Duration.ofMillis(1_500)).until(() -> term() < before + 12);
    } finally {
      database.run("alter table tickgate.journal drop constraint full_disk");
    }

    await().until(() -> bed.offsets().contains(4L));
  }

  private long term() {
    return database
        .run("select term from tickgate.feed where name = '%s'".formatted(feed.name()))
        .iterator()
        .next()
        .getLong(0);
  }

  private FeedFixture.Running lead(String owner) {
    FeedFixture.Running running = bed.start(feed, owner);
    await().until(running::leads);
    return running;
  }

  private void insert(int count) {
    database.run(
        "insert into %s (at, bid, ask) select now(), n, n from generate_series(1, %d) n"
            .formatted(bed.table, count));
  }

  private static List<Long> offsets(SyncReply reply) {
    return reply.publications().stream().map(sent -> sent.position().offset()).toList();
  }

  private static List<Long> offsets(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }
}
