package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Views and foreign tables, whose rows tell no transaction. */
class KeyModeIT {
  private static final Duration POLL = Duration.ofMillis(25);
  private static final String COLUMNS =
      "(id bigserial primary key, at timestamptz, bid numeric, ask numeric)";
  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final FeedFixture bed = new FeedFixture(vertx, database.options());

  @BeforeEach
  void lay() {
    run("create table %1$s_base " + COLUMNS);
  }

  @Test
  void aViewIsReadByItsKeyAlsoAcrossATakeover() {
    run("create view %1$s as select id, at, bid, bid + 1 as ask from %1$s_base where bid > 0");
    FeedFixture.Running first = start();
    insert(1, 10);
    arrived(10);
    // A row that comes late, inside the look-back.
    insert(20, 20);
    arrived(11);
    insert(15, 15);
    arrived(12);
    bed.stop(first);
    insert(21, 30);

    start();

    arrived(22);
    run("update %1$s_base set bid = bid + 0.5");
    insert(31, 31);
    arrived(23);
  }

  @Test
  void aForeignTableIsReadByItsKey() {
    run(
        """
        create extension if not exists postgres_fdw;
        create server loop foreign data wrapper postgres_fdw options (host '127.0.0.1', port '%2$s', dbname '%3$s');
        create user mapping for postgres server loop options (user 'postgres');
        create foreign table %1$s (id bigint, at timestamptz, bid numeric, ask numeric)
          server loop options (table_name '%1$s_base')
        """);
    start();

    insert(1, 5);
    arrived(5);
    insert(6, 10);

    arrived(10);
  }

  @Test
  void aTimeIsAKeyToo() {
    run("create view %1$s as select at as time, bid, ask from %1$s_base");
    FeedFixture.Running poller = bed.start(bed.byTime(POLL).by(Mode.KEY), "a");
    await().until(poller::leads);

    for (int n = 1; n <= 5; n++) {
      insert(n, n);
      arrived(n);
    }
  }

  private FeedFixture.Running start() {
    FeedFixture.Running poller = bed.start(bed.bySerial(POLL, 1_000).by(Mode.KEY), "a");
    await().until(poller::leads);
    return poller;
  }

  private void insert(long from, long to) {
    run(
        "insert into %1$s_base select n, clock_timestamp(), n, n from generate_series("
            + from
            + ", "
            + to
            + ") n");
  }

  private void run(String sql) {
    database.run(
        sql.formatted(bed.table, database.options().getPort(), database.options().getDatabase()));
  }

  private void arrived(int rows) {
    await().until(() -> bed.offsets().contains((long) rows));
    assertThat(bed.offsets().stream().distinct())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, rows).boxed().toList());
  }
}
