package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.FeedState;
import dev.tickgate.demo.TestServer;
import dev.tickgate.testing.AwaitLimit;
import dev.tickgate.testing.DatabaseFixture;
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

/** Two feeds of one database that takes no writes: the clients of both hear so. */
class SharedDatabaseIT {
  private static final Duration LIMIT = AwaitLimit.LIMIT;

  @TempDir private Path directory;
  @Fixture private TestServer server;
  @Fixture private final Vertx vertx = Vertx.vertx();
  private Pool pool;
  private FeedDatabases databases;
  @Fixture private FeedFixture quiet;
  @Fixture private FeedFixture busy;

  @BeforeEach
  void open() throws Exception {
    server = TestServer.start(directory);
    PgConnectOptions options = PgConnectOptions.fromUri(server.url());
    pool = PgBuilder.pool().connectingTo(options).using(vertx).build();
    databases =
        FeedDatabases.open(
            DatabaseFixture.open(vertx, options), DatabaseFixture.open(vertx, options));
    busy = lead(new FeedFixture(vertx, options));
    quiet = lead(new FeedFixture(vertx, options));
  }

  private FeedFixture lead(FeedFixture bed) {
    run(
        "create table %s (id bigserial primary key, at timestamptz, bid int, ask int)"
            .formatted(bed.table));
    Feed feed = bed.bySerial(Duration.ofMillis(25), 10_000);
    FeedFixture.Running running =
        bed.start(feed, FeedFixture.owner("a"), FeedFixture.QUICK, databases);
    await().atMost(LIMIT).until(running::leads);
    insert(bed);
    await().atMost(LIMIT).until(() -> bed.offsets().contains(1L));
    return bed;
  }

  @Test
  void aDatabaseThatIsReadOnlyIsToldToTheClientsOfEveryFeed() {
    run("alter system set default_transaction_read_only = on");
    run("select pg_reload_conf()");

    becomes(busy, FeedState.SOURCE_UNAVAILABLE);
    becomes(quiet, FeedState.SOURCE_UNAVAILABLE);

    run("alter system reset default_transaction_read_only");
    run("select pg_reload_conf()");
    becomes(busy, FeedState.LIVE);
    becomes(quiet, FeedState.LIVE);
  }

  @Test
  void aDatabaseThatIsFullIsToldToTheClientsOfEveryFeed() {
    run(
        """
        create function full_disk() returns trigger language plpgsql as $$
        begin raise exception using errcode = 'disk_full'; end $$;
        create trigger full_disk before insert on tickgate.journal
        for each row when (new.seq > 1) execute function full_disk()
        """);
    insert(busy);

    becomes(busy, FeedState.SOURCE_UNAVAILABLE);
    becomes(quiet, FeedState.SOURCE_UNAVAILABLE);

    run("drop trigger full_disk on tickgate.journal");
    becomes(busy, FeedState.LIVE);
    becomes(quiet, FeedState.LIVE);
    assertThat(busy.offsets()).contains(2L);
  }

  @Test
  void aLeaderThatLosesItsRightsIsNotReadyAndSaysWhy() {
    run("create role clerk login");
    run("grant select on all tables in schema public to clerk");
    run("grant usage on schema tickgate to clerk");
    run("grant all on all tables in schema tickgate to clerk");
    PgConnectOptions clerk = PgConnectOptions.fromUri(server.url()).setUser("clerk");
    try (FeedFixture third = new FeedFixture(vertx, clerk)) {
      run(
          "create table %s (id bigserial primary key, at timestamptz, bid int, ask int)"
              .formatted(third.table));
      run("grant select on %s to clerk".formatted(third.table));
      FeedFixture.Running running = third.start(third.bySerial(Duration.ofMillis(25), 10), "a");
      await().atMost(LIMIT).until(running::leads);
      insert(third);
      await().atMost(LIMIT).until(() -> third.offsets().contains(1L));

      run("revoke all on all tables in schema tickgate from clerk");
      becomes(third, FeedState.MISCONFIGURED);
      assertThat(running.verticle.problem()).get().asString().contains("permission denied");

      run("grant all on all tables in schema tickgate to clerk");
      becomes(third, FeedState.LIVE);
      assertThat(running.verticle.problem()).isEmpty();
    }
  }

  private void becomes(FeedFixture bed, FeedState state) {
    await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(() -> bed.sync(Optional.empty(), 1).state() == state);
  }

  private void insert(FeedFixture bed) {
    run("insert into %s (at, bid, ask) values (now(), 1, 1)".formatted(bed.table));
  }

  private void run(String sql) {
    await(pool.query(sql).execute());
  }
}
