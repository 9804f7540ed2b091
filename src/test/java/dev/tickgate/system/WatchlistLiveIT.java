package dev.tickgate.system;

import static dev.tickgate.testing.GatewayFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.Node;
import dev.tickgate.auth.SignedTokens;
import dev.tickgate.config.Config;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code watchlists.mode: live}: between two messages of the interval, here an hour apart. */
class WatchlistLiveIT {
  private static final int RATE = 5;
  private static final int TICKS = 60;

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  private final ScheduledExecutorService market = Executors.newSingleThreadScheduledExecutor();
  private Node node;
  // Of the thread of the market.
  private int quotes;

  @BeforeEach
  void start() {
    database.run(
        "create table ticker_usd_jpy (time timestamp primary key, bid float8, ask float8)");
    Map<String, String> environment =
        Map.of(
            "TICKGATE_ROLES",
            "poller,gateway",
            "TICKGATE_HTTP_HOST",
            "127.0.0.1",
            "TICKGATE_HTTP_PORT",
            "0",
            "TICKGATE_OPS_PORT",
            "0",
            "TICKGATE_WATCHLISTS_ENABLED",
            "true",
            "TICKGATE_WATCHLISTS_MODE",
            "live",
            "TICKGATE_WATCHLISTS_MAX_RATE",
            Integer.toString(RATE),
            "TICKGATE_WATCHLISTS_INTERVAL",
            "1h",
            "DATABASE_URL",
            database.url(),
            "HUB_JWT_SECRET",
            SignedTokens.SECRET);
    node =
        await(
            Node.start(
                    ((Config.Loading.Ready)
                            Config.load(Optional.empty(), environment, Optional.empty()))
                        .config())
                .compose(Node::ready));
    database.run("insert into watchlist.users (id, name) values (1, 'Ann')");
    database.run(
        "insert into watchlist.companies (id, ticker_symbol, company_name, topic)"
            + " values (1, 'USD_JPY', '米ドル/円', 'ticks.USD_JPY'), (2, '7203', 'トヨタ', null)");
    database.run(
        "insert into watchlist.watchlists (id, user_id, name)"
            + " values (1, 1, 'with the dollar'), (2, 1, 'without')");
    database.run(
        "insert into watchlist.watchlist_items (watchlist_id, company_id) values (1, 1), (2, 2)");
  }

  /** The next of so many quotes. */
  private void quote() {
    if (quotes < TICKS) {
      quotes++;
      database.run(
          "insert into ticker_usd_jpy values (clock_timestamp() at time zone 'utc', 150, 150 + %d / 50.0)"
              .formatted(quotes));
    }
  }

  @AfterEach
  void stop() {
    market.shutdownNow();
    await(node.close());
  }

  private WsClient view(long list) {
    String token =
        SignedTokens.hs256(
            new JsonObject().put("sub", "1").put("exp", Instant.now().getEpochSecond() + 600));
    String path = "/api/v1/ws/watchlist/%d/prices?token=%s".formatted(list, token);
    return new WsClient(vertx, node.port(), path);
  }

  private static Double price(WsClient client) {
    List<JsonObject> updates = client.messages("price_update");
    return updates
        .get(updates.size() - 1)
        .getJsonArray("stocks")
        .getJsonObject(0)
        .getDouble("current_price");
  }

  @Test
  void aListIsSentWhenThePriceOfATopicChangesAndNotTooOften() {
    try (WsClient moving = view(1);
        WsClient still = view(2)) {
      await().until(() -> !moving.messages("price_update").isEmpty());
      await().until(() -> !still.messages("price_update").isEmpty());
      int before = moving.messages("price_update").size();

      long begun = System.nanoTime();
      market.scheduleWithFixedDelay(this::quote, 0, 20, TimeUnit.MILLISECONDS);
      // The middle of the last quote.
      await().until(() -> Double.valueOf(150.6).equals(price(moving)));
      double seconds = (System.nanoTime() - begun) / 1e9;

      int sent = moving.messages("price_update").size() - before;
      assertThat(sent).isGreaterThan(1).isLessThan((int) (seconds * RATE) + 2);
      assertThat(still.messages("price_update")).hasSize(1);
    }
  }
}
