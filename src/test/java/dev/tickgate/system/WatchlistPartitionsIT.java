package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.auth.SignedTokens;
import dev.tickgate.testing.ClusterFixture;
import dev.tickgate.testing.ClusterFixture.Member;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Promptness;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lists in four partitions, whose leaders are spread over two processes. */
@Tag("alone")
class WatchlistPartitionsIT {
  private static final int PARTITIONS = 4;
  private static final int LISTS = 8;
  private static final int EACH = 3;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration AGAIN = Duration.ofSeconds(3);
  // So many processes are killed, one after the other; where it is 1, a machine that stands still
  // is forgiven.
  private static final int KILLS = Integer.getInteger("watchlist.kills", 1);
  private static final Pattern LEADS =
      Pattern.compile("tickgate_feed_leading\\{feed=\"watchlists\\.\\d\"} 1");

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final ClusterFixture cluster = new ClusterFixture(database.url());
  @Fixture private final WatchlistViewers viewers = new WatchlistViewers(vertx);
  private Member first;
  private Member second;
  private Member gateway;

  @BeforeEach
  void start() {
    first = cluster.poller(settings()).awaitReady();
    await().atMost(LIMIT).until(() -> leads(first) == PARTITIONS);
    gateway = cluster.publishingGateway(settings()).awaitReady();
    fill();
    second = cluster.poller(settings()).awaitReady();
  }

  private Map<String, String> settings() {
    return Map.of(
        "TICKGATE_WATCHLISTS_ENABLED",
        "true",
        "TICKGATE_WATCHLISTS_INTERVAL",
        "1s",
        "TICKGATE_WATCHLISTS_PARTITIONS",
        Integer.toString(PARTITIONS),
        "TICKGATE_FEEDS",
        "[]",
        "TICKGATE_LIMITS_ENABLED",
        "false",
        "DATABASE_URL",
        database.url(),
        "HUB_JWT_SECRET",
        SignedTokens.SECRET);
  }

  private void fill() {
    database.run("insert into watchlist.users (id, name) values (1, 'Ann')");
    database.run(
        "insert into watchlist.companies (id, ticker_symbol, company_name)"
            + " values (1, '7203', 'トヨタ')");
    database.run(
        "insert into watchlist.stock_prices (company_id, price, previous_close) values (1, 2, 1)");
    database.run(
        "insert into watchlist.watchlists (id, user_id, name)"
            + " select n, 1, 'List ' || n from generate_series(1, %d) n".formatted(LISTS));
    database.run(
        "insert into watchlist.watchlist_items (watchlist_id, company_id)"
            + " select n, 1 from generate_series(1, %d) n".formatted(LISTS));
  }

  /** How many partitions a process leads. */
  private static int leads(Member member) {
    return (int) LEADS.matcher(member.metrics()).results().count();
  }

  @Test
  void eachProcessLeadsAboutAsManyAndTheOtherTakesOverWhenOneDies() throws Exception {
    viewers
        .connect(LISTS, EACH, List.of(gateway.port()), token())
        .await(LIMIT.toSeconds(), TimeUnit.SECONDS);
    long connected = System.nanoTime();
    await().atMost(LIMIT).until(() -> viewers.allHeardSince(connected));

    // One lease after the other moves, while their lists are viewed, and then they rest.
    awaitBalance();
    long begun = System.nanoTime();
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              assertThat(List.of(leads(first), leads(second))).containsExactly(2, 2);
              return System.nanoTime() - begun > Duration.ofSeconds(8).toNanos();
            });
    long spread = System.nanoTime();
    await().atMost(LIMIT).until(() -> viewers.allHeardSince(spread));

    if (KILLS == 1) {
      Promptness.assertWithin(AGAIN, this::killOne);
    }
    for (int kill = 0; KILLS > 1 && kill < KILLS; kill++) {
      assertThat(killOne()).isLessThan(AGAIN);
    }
    assertThat(viewers.size()).isEqualTo(LISTS * EACH);
    assertThat(viewers.closed()).isZero();
    assertThat(viewers.repeated()).isZero();
  }

  private void awaitBalance() {
    await().atMost(LIMIT).until(() -> leads(first) == 2 && leads(second) == 2);
  }

  /** The time from the death of a process until each viewer has prices again. */
  private Duration killOne() {
    awaitBalance();
    long killed = System.nanoTime();
    first.process().kill();
    await().atMost(LIMIT).until(() -> viewers.allHeardSince(killed));
    Duration again = Promptness.since(killed);

    System.out.printf("%d partitions: prices again after %d ms%n", PARTITIONS, again.toMillis());
    assertThat(leads(second)).isEqualTo(PARTITIONS);
    first = second;
    second = cluster.poller(settings()).awaitReady();
    return again;
  }

  private static String token() {
    return SignedTokens.hs256(
        new JsonObject().put("sub", "1").put("exp", Instant.now().getEpochSecond() + 3_600));
  }
}
