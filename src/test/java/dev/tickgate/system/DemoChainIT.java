package dev.tickgate.system;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.Node;
import dev.tickgate.config.Config;
import dev.tickgate.config.Config.Loading.Ready;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The demo: exchange, recorder, table, poller and gateway in one process. */
class DemoChainIT {
  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  private Node node;

  @BeforeEach
  void start() {
    Map<String, String> settings =
        Map.of(
            "DATABASE_URL", database.url(),
            "TICKGATE_HTTP_HOST", "127.0.0.1",
            "TICKGATE_HTTP_PORT", "0",
            "TICKGATE_OPS_PORT", "0",
            "TICKGATE_DEMO_ENABLED", "true",
            "TICKGATE_DRAIN", "100ms");
    node =
        await(
            Node.start(((Ready) Config.load(Optional.empty(), settings, Optional.empty())).config())
                .compose(Node::ready));
  }

  @AfterEach
  void stop() {
    await(node.close());
  }

  @Test
  void quotesOfTheSimulatedExchangeAreRowsAndTheRowsAreTicks() {
    try (WsClient client = new WsClient(vertx, node.port(), "/ws/ticker_usd_jpy")) {
      await().until(() -> client.messages().size() >= 3);

      assertThat(client.messages())
          .allSatisfy(tick -> assertThat(tick.getString("timestamp")).endsWith(".000Z"));
    }
    JsonObject state =
        new JsonObject(new Http(node.port()).get("/api/exchanges").body())
            .getJsonArray("exchanges")
            .getJsonObject(0);
    assertThat(state.getString("venue")).isEqualTo("gmoFx");
    assertThat(state.getString("state")).isEqualTo("connected");
    assertThat(state.getBoolean("simulated")).isTrue();
    assertThat(number("select count(*) from pg_stat_activity where application_name like '%-demo'"))
        .isPositive();
  }

  private long number(String sql) {
    return database.run(sql).iterator().next().getLong(0);
  }
}
