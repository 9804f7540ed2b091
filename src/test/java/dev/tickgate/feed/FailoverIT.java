package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.SyncReply;
import dev.tickgate.demo.TestServer;
import dev.tickgate.stream.Position;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailoverIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path primaryDirectory;
  @TempDir private Path replicaDirectory;
  private TestServer primary;
  @Fixture private TestServer replica;
  @Fixture private final Vertx vertx = Vertx.vertx();
  private Pool pool;
  @Fixture private FeedFixture bed;

  @BeforeEach
  void open() throws Exception {
    primary = TestServer.start(primaryDirectory);
    PgConnectOptions options = PgConnectOptions.fromUri(primary.url());
    pool = PgBuilder.pool().connectingTo(options).using(vertx).build();
    bed = new FeedFixture(vertx, options);
  }

  @Test
  void aPromotedReplicaThatLacksTheLastRowsBeginsANewEpoch() throws Exception {
    run("create table %s (id bigserial primary key, at timestamptz, bid int, ask int)");
    Feed feed = bed.bySerial(Duration.ofMillis(25), 10_000);
    FeedFixture.Running poller = bed.start(feed, "a");
    await().atMost(LIMIT).until(poller::leads);
    insert(1, 10);
    await().atMost(LIMIT).until(() -> bed.offsets().contains(10L));
    replica = primary.standby(replicaDirectory);
    replica.close();
    insert(11, 20);
    await().atMost(LIMIT).until(() -> bed.offsets().contains(20L));
    Position before = bed.heard.get(bed.heard.size() - 1).position();
    bed.heard.clear();

    primary.crash();
    replica.restart();
    replica.replace(primary);
    run("select pg_promote()");
    insert(21, 25);

    await().atMost(LIMIT).until(() -> bed.bids().contains(25.0));
    assertThat(bed.bids()).doesNotContain(11.0, 20.0);
    SyncReply reply = bed.sync(Optional.of(before), 100);
    assertThat(reply.head().epoch()).isGreaterThan(before.epoch());
    assertThat(reply.publications())
        .allMatch(publication -> publication.position().epoch() == reply.head().epoch());
    // Gateways believe no lower term, and do not know which ones were lost.
    assertThat(reply.term()).isGreaterThan(1_000);
  }

  private void insert(int from, int to) {
    run(
        "insert into %s (at, bid, ask) select now(), n, n from generate_series("
            + from
            + ", "
            + to
            + ") n");
  }

  private void run(String sql) {
    await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(
            () -> {
              pool.query(sql.formatted(bed.table)).execute().await();
              return true;
            });
  }
}
