package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.FeedState;
import dev.tickgate.lead.FeedSettings;
import dev.tickgate.lead.NewEpoch;
import dev.tickgate.lead.Owner;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeadershipIT {
  private static final Duration POLL = Duration.ofMillis(25);
  private static final FeedSettings LONG_LEASE =
      new FeedSettings(Duration.ofSeconds(60), Duration.ofHours(1), Duration.ofMinutes(1));
  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);

  @Fixture private final FeedFixture bed = new FeedFixture(vertx, database.options());
  private Feed feed;

  @BeforeEach
  void lay() {
    feed = bed.bySerial(POLL, 10_000);
    database.run(
        "create table %s (id bigserial primary key, at timestamptz, bid int, ask int)"
            .formatted(bed.table));
  }

  @Test
  void whereTwoStartTogetherOneLeads() {
    FeedFixture.Running a = bed.start(feed, "a");
    FeedFixture.Running b = bed.start(feed, "b");
    await().until(() -> a.leads() || b.leads());

    insert(10);

    await().until(() -> bed.heard.size() == 10);
    await().during(Duration.ofMillis(1_200)).until(() -> a.leads() != b.leads());
    assertThat(bed.offsets()).containsExactlyElementsOf(offsets(1, 10));
  }

  @Test
  void aLeaderThatStopsIsNoOutage() {
    // No renewal comes between: the statement that waits is the one that publishes.
    FeedFixture.Running a = bed.start(feed, "a", LONG_LEASE);
    await().until(a::leads);
    insert(1);
    await().until(() -> bed.heard.size() == 1);

    // It publishes its last row before it frees the lease, and that has to wait.
    SqlConnection holder = await(database.pool().getConnection());
    Transaction held = await(holder.begin());
    await(holder.query("select 1 from tickgate.feed for update").execute());
    insert(1);
    await().until(this::appendWaits);
    Future<Void> stopped = vertx.undeploy(a.deployment);

    assertThat(bed.sync(Optional.empty(), 1).state()).isEqualTo(FeedState.LIVE);
    assertThat(stopped.isComplete()).isFalse();
    await(held.commit().eventually(holder::close));
    await(stopped);
    assertThat(bed.offsets()).containsExactlyElementsOf(offsets(1, 2));
  }

  private boolean appendWaits() {
    return database
            .run(
                "select 1 from pg_stat_activity where datname = current_database()"
                    + " and wait_event_type = 'Lock' and query like '%tickgate.journal%'")
            .size()
        > 0;
  }

  @Test
  void aStandbyTakesOverAtOnceAfterACleanStop() {
    FeedFixture.Running a = bed.start(feed, "a", LONG_LEASE);
    await().until(a::leads);
    insert(5);
    await().until(() -> bed.heard.size() == 5);
    bed.stop(a);
    bed.heard.clear();
    insert(5);

    FeedFixture.Running b = bed.start(feed, "b", LONG_LEASE);

    await().until(() -> bed.heard.size() == 10);
    assertThat(b.term).hasValue(2);
    assertThat(bed.offsets()).containsExactlyElementsOf(offsets(1, 10));
    assertThat(epochs()).hasSize(1);
  }

  @Test
  void aStandbyTakesOverWhenTheLeaseOfADeadLeaderEnds() {
    FeedFixture.Running a = bed.start(feed, "a");
    await().until(a::leads);
    FeedFixture.Running b = bed.start(feed, "b");
    insert(5);
    await().until(() -> bed.heard.size() == 5);

    bed.kill(a);
    insert(5);

    await().until(() -> bed.offsets().contains(10L));
    assertThat(b.term).hasValue(2);
    assertThat(bed.offsets().stream().distinct()).containsExactlyElementsOf(offsets(1, 10));
  }

  @Test
  void aStandbyTakesOverAtOnceWhenTheClusterSaysTheLeaderLeft() {
    FeedFixture.Running a = bed.start(feed, "a", LONG_LEASE);
    await().until(a::leads);
    FeedFixture.Running b = bed.start(feed, "b", LONG_LEASE);
    bed.kill(a);

    b.verticle.memberLeft("somebody else");
    b.verticle.memberLeft("a");

    await().until(b::leads);
    insert(1);
    await().until(() -> bed.offsets().contains(1L));
  }

  @Test
  void aDeposedLeaderPublishesNothingAndStandsBy() {
    FeedFixture.Running a = bed.start(feed, "a");
    await().until(a::leads);
    insert(1);
    await().until(() -> bed.heard.size() == 1);
    database.run(
        "update tickgate.feed set owner = 'x', term = 9,"
            + " lease_until = clock_timestamp() + interval '2 seconds' where name = '"
            + feed.name()
            + "'");

    insert(1);

    await().until(() -> !a.leads());
    assertThat(bed.heard).hasSize(1);
    // No process runs for the owner "x": "a" takes the lead at the end of its lease.
    await().until(a::leads);
    assertThat(a.term).hasValue(10);
    await().until(() -> bed.offsets().contains(2L));
  }

  @Test
  void aFeedThatReadsAnotherTableLeadsOnlyWhenAnOperatorOrdersANewEpoch() {
    FeedFixture.Running a = bed.start(feed, "a");
    await().until(a::leads);
    insert(5);
    await().until(() -> bed.heard.size() == 5);
    bed.stop(a);
    bed.heard.clear();
    database.run(
        "create table %s_b (id bigserial primary key, at timestamptz, bid int, ask int)"
            .formatted(bed.table));
    Feed other =
        new Feed(
            feed.name(), feed.symbols(), bed.table + "_b", feed.key(), feed.columns(), feed.poll());
    database.run("insert into %s_b (at, bid, ask) values (now(), 7, 7)".formatted(bed.table));

    FeedFixture.Running b = bed.start(other, "b");

    await().until(() -> b.verticle.problem().isPresent());
    assertThat(b.verticle.problem().orElseThrow())
        .contains("is set up as \"" + feed.identity().source() + "\"")
        .contains("as \"" + other.identity().source() + "\" here");
    assertThat(b.leads()).isFalse();
    assertThat(journalSize()).isEqualTo(5);
    NewEpoch order = new NewEpoch(database.pool());
    assertThat(await(order.begin(other.identity(), false)))
        .isEqualTo(
            new NewEpoch.Result.Differs(feed.identity().source(), other.identity().source()));
    assertThat(await(order.begin(other.identity(), true)))
        .isInstanceOfSatisfying(
            NewEpoch.Result.Begun.class, begun -> assertThat(begun.replaced()).isTrue());

    await().until(b::leads);
    await().until(() -> bed.heard.size() == 1);
    await().until(() -> b.verticle.problem().isEmpty());
    assertThat(bed.bids()).containsExactly(7.0);
    assertThat(bed.offsets()).containsExactly(1L);
  }

  @Test
  void aLeaderThatIsNoMemberOfOurClusterIsNamed() {
    FeedFixture.Running a = bed.start(feed, "a");
    await().until(a::leads);
    Owner stranger = new Owner("b", "7@elsewhere, cluster other", "b"::equals);
    FeedFixture.Running b = bed.start(feed, stranger, FeedFixture.QUICK, bed.options, bed.options);

    String reason = "feed %s is led by a (of a test)".formatted(feed.name());
    await().until(() -> b.verticle.problem().filter(text -> text.contains(reason)).isPresent());
    assertThat(a.verticle.problem()).isEmpty();
    assertThat(await(LeadershipCheck.run(feed, database.pool())).toString())
        .contains("is led by a (of a test)");

    bed.stop(a);
    await().until(b::leads);
    await().until(() -> b.verticle.problem().isEmpty());
  }

  private long journalSize() {
    return database
        .run("select count(*) from tickgate.journal where feed = '" + feed.name() + "'")
        .iterator()
        .next()
        .getLong(0);
  }

  private void insert(int count) {
    database.run(
        "insert into %s (at, bid, ask) select now(), n, n from generate_series(1, %d) n"
            .formatted(bed.table, count));
  }

  private List<Long> epochs() {
    return bed.heard.stream().map(heard -> heard.position().epoch()).distinct().toList();
  }

  private static List<Long> offsets(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }
}
