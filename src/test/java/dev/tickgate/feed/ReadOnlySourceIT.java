package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.demo.TestServer;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table is read on a hot standby; lease and journal are on the primary. */
class ReadOnlySourceIT {
  @TempDir private Path directory;
  @Fixture private TestServer primary;
  @Fixture private TestServer standby;
  @Fixture private final Vertx vertx = Vertx.vertx();
  private Pool pool;
  @Fixture private FeedFixture bed;

  @BeforeEach
  void open() throws Exception {
    primary = TestServer.start(directory.resolve("primary"));
    PgConnectOptions options = PgConnectOptions.fromUri(primary.url());
    pool = PgBuilder.pool().connectingTo(options).using(vertx).build();
    bed = new FeedFixture(vertx, options);
    await(
        pool.query(
                "create table %s (id bigserial primary key, at timestamptz, bid int, ask int)"
                    .formatted(bed.table))
            .execute());
    await(pool.close());
    standby = primary.standby(directory.resolve("standby"));
    pool = PgBuilder.pool().connectingTo(options).using(vertx).build();
  }

  @Test
  void everyRowArrivesOnceAlsoThatOfATransactionThatCommitsLast() {
    FeedFixture.Running poller =
        bed.start(
            bed.bySerial(Duration.ofMillis(20), 10_000),
            "a",
            FeedFixture.QUICK,
            PgConnectOptions.fromUri(standby.url()),
            bed.options);
    await().until(poller::leads);
    var late = await(pool.getConnection());
    await(late.query("begin").execute());
    await(late.query(insert(1)).execute());

    for (int i = 1; i <= 50; i++) {
      await(pool.query(insert(10)).execute());
    }
    await().until(() -> bed.heard.size() == 500);
    await(late.query("commit").execute());

    await().until(() -> bed.heard.size() == 501);
    await(pool.query(insert(1)).execute());
    await().until(() -> bed.heard.size() == 502);
    assertThat(bed.offsets())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 502).boxed().toList());
  }

  private String insert(int rows) {
    return "insert into %s (at, bid, ask) select now(), 1, 1 from generate_series(1, %d)"
        .formatted(bed.table, rows);
  }
}
