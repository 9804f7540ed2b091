package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.FeedState;
import dev.tickgate.demo.TestServer;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutageIT {
  @TempDir private Path directory;
  @Fixture private TestServer server;
  @Fixture private final Vertx vertx = Vertx.vertx();
  private PgConnectOptions options;
  private Pool pool;
  @Fixture private FeedFixture bed;

  @BeforeEach
  void open() throws Exception {
    server = TestServer.start(directory);
    options = PgConnectOptions.fromUri(server.url());
    pool = PgBuilder.pool().connectingTo(options).using(vertx).build();
    bed = new FeedFixture(vertx, options);
    run("create table %s (id bigserial primary key, at timestamptz, bid int, ask int)");
  }

  @Test
  void nothingIsLostWhenTheDatabaseCrashesAndReturns() throws Exception {
    Feed feed = bed.bySerial(Duration.ofMillis(25), 10_000);
    FeedFixture.Running poller = bed.start(feed, "a");
    await().until(poller::leads);
    run("insert into %s (at, bid, ask) select now(), n, n from generate_series(1, 10) n");
    await().until(() -> bed.heard.size() == 10);
    assertThat(bed.sync(Optional.empty(), 1).state()).isEqualTo(FeedState.LIVE);

    server.crash();

    await().until(() -> bed.sync(Optional.empty(), 1).state() == FeedState.SOURCE_UNAVAILABLE);
    assertThat(bed.sync(Optional.empty(), 5).publications()).hasSize(5);
    assertThat(poller.failures.get()).isPositive();

    server.restart();
    run("insert into %s (at, bid, ask) select now(), n, n from generate_series(11, 20) n");

    await().until(() -> bed.offsets().contains(20L));
    assertThat(bed.offsets().stream().distinct())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
    await().until(() -> bed.sync(Optional.empty(), 1).state() == FeedState.LIVE);
  }

  @Test
  void rowsCommittedWhileNoPollerRanArriveHoweverOldTheyAre() {
    Feed feed = bed.bySerial(Duration.ofMillis(25), 10);
    FeedFixture.Running poller = bed.start(feed, "a");
    run("insert into %s (at, bid, ask) select now(), n, n from generate_series(1, 20) n");
    await().until(() -> bed.heard.size() >= 10 && bed.heard.size() == head());
    long before = head();
    bed.stop(poller);
    bed.heard.clear();

    // Far more than the look-back of ten.
    run("insert into %s (at, bid, ask) select now(), n, n from generate_series(1, 3000) n");
    bed.start(feed, "a");

    await().until(() -> bed.offsets().contains(before + 3_000));
  }

  private long head() {
    return bed.sync(Optional.empty(), 0).head().offset();
  }

  private void run(String sql) {
    await()
        .ignoreExceptions()
        .until(
            () -> {
              pool.query(sql.formatted(bed.table)).execute().await();
              return true;
            });
  }
}
