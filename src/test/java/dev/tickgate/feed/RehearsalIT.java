package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.lead.Journal;
import dev.tickgate.lead.Lease;
import dev.tickgate.lead.Rehearsal;
import dev.tickgate.lead.Sequencers;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RehearsalIT {
  private static final int SENT = 3;

  private final List<Buffer> staged = new CopyOnWriteArrayList<>();
  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final FeedFixture bed = new FeedFixture(vertx, database.options());
  private Feed feed;

  @BeforeEach
  void open() {
    feed = bed.bySerial(Duration.ofMillis(25), 10_000);
    vertx.eventBus().<Buffer>consumer("tickgate.rehearsal", sent -> staged.add(sent.body()));
    database.run(
        "create table %s (id bigserial primary key, at timestamptz, bid int, ask int)"
            .formatted(bed.table));
  }

  @Test
  void aRehearsalChangesNothingAndIsNotHeard() {
    FeedFixture.Running a = bed.start(feed, "a");
    insert(10);
    await().until(() -> bed.heard.size() == 10);
    bed.stop(a);
    insert(5);
    FeedDatabases databases =
        FeedDatabases.open(
            DatabaseFixture.open(vertx, database.options()),
            DatabaseFixture.open(vertx, database.options()));
    String before = state(databases.coordination());

    await(rehearsal(databases).run(SENT));

    await().until(() -> staged.size() == 1);
    assertThat(staged.get(0).toString().split("\"offset\":", -1)).hasSize(SENT + 1);
    assertThat(staged.get(0).toString()).doesNotContain("\"offset\":11");
    assertThat(state(databases.coordination())).isEqualTo(before);
    assertThat(bed.heard).hasSize(10);
    await(databases.close());
    FeedFixture.Running b = bed.start(feed, "b");
    await().until(b::leads);
    await().until(() -> bed.offsets().contains(15L));
    assertThat(bed.offsets().stream().distinct().sorted())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 15).boxed().toList());
  }

  private Rehearsal rehearsal(FeedDatabases databases) {
    Duration length = FeedFixture.QUICK.lease();
    Lease lease =
        new Lease(databases.coordination(), feed.identity(), FeedFixture.owner("b"), length);
    Journal journal =
        new Journal(
            databases.coordination(),
            feed.identity(),
            FeedFixture.owner("b"),
            length,
            FeedMetrics.NONE);
    TableSources sources =
        new TableSources(bed.vertx, feed, databases, journal, FeedMetrics.NONE, System::nanoTime);
    return new Rehearsal(
        new Sequencers(feed.identity(), lease, journal, length, System::nanoTime),
        bed.bus,
        sources);
  }

  private String state(Pool pool) {
    return await(
        pool.preparedQuery(
                """
                select f::text || (select count(*) from tickgate.journal j where j.feed = f.name)
                from tickgate.feed f where f.name = $1
                """)
            .execute(Tuple.of(feed.name()))
            .map(rows -> rows.iterator().next().getString(0)));
  }

  private void insert(int count) {
    database.run(
        "insert into %s (at, bid, ask) select now(), n, n from generate_series(1, %d) n"
            .formatted(bed.table, count));
  }
}
