package dev.tickgate.system;

import static dev.tickgate.testing.GatewayFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.Node;
import dev.tickgate.config.Config;
import dev.tickgate.config.Config.Loading.Ready;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.Ports;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * The services of {@code docker-compose.yaml}, one node each, with their environment; only the
 * addresses are those of this machine.
 */
class ComposeChainIT {
  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final String cluster = "test-" + UUID.randomUUID();
  private final int port = Ports.ofCluster();

  @BeforeEach
  void start() throws Exception {
    try (Reader text = Files.newBufferedReader(Path.of("docker-compose.yaml"))) {
      Map<String, Map<String, Map<String, Object>>> file = new Yaml().load(text);
      file.get("services")
          .forEach(
              (name, service) -> {
                if ("tickgate".equals(service.get("image"))) {
                  nodes.put(
                      name,
                      await(Node.start(config(service.get("environment"))).compose(Node::ready)));
                }
              });
    }
  }

  private Config config(Object environment) {
    Map<String, String> variables = new HashMap<>();
    ((Map<?, ?>) environment).forEach((key, value) -> variables.put("" + key, "" + value));
    variables.put("DATABASE_URL", database.url());
    variables.put("TICKGATE_HTTP_HOST", "127.0.0.1");
    variables.put("TICKGATE_HTTP_PORT", "0");
    variables.put("TICKGATE_OPS_PORT", "0");
    variables.put("TICKGATE_DRAIN", "0s");
    variables.put("TICKGATE_CLUSTER_NAME", cluster);
    variables.put("TICKGATE_CLUSTER_PORT", Integer.toString(port));
    variables.put("TICKGATE_CLUSTER_DISCOVERY", "members");
    variables.put("TICKGATE_CLUSTER_MEMBERS", "127.0.0.1:" + port);
    variables.remove("TICKGATE_CLUSTER_DNS_NAME");
    return ((Ready) Config.load(Optional.empty(), variables, Optional.empty())).config();
  }

  @AfterEach
  void stop() {
    nodes.values().forEach(node -> await(node.close()));
  }

  @Test
  void quotesOfTheSimulatedExchangeReachTheGatewayAsQuotesAndAsRows() {
    int gateway = nodes.get("gateway").port();
    assertThat(nodes).containsOnlyKeys("gateway", "poller", "exchange", "recorder");
    try (WsClient quotes = new WsClient(vertx, gateway, "/ws");
        WsClient rows = new WsClient(vertx, gateway, "/ws/ticker_usd_jpy")) {
      quotes.send("{\"type\":\"subscribe\",\"topic\":\"ticks.gmoFx.USD_JPY\"}");
      await().until(() -> quotes.messages("ticker").size() >= 3);
      await().until(() -> rows.messages("ticker").size() >= 3);

      assertThat(rows.messages("ticker"))
          .allSatisfy(row -> assertThat(row.getString("timestamp")).endsWith(".000Z"));
    }
    JsonObject state =
        new JsonObject(new Http(gateway).get("/api/exchanges").body())
            .getJsonArray("exchanges")
            .getJsonObject(0);
    assertThat(state.getString("state")).isEqualTo("connected");
    assertThat(state.getBoolean("simulated")).isTrue();
    // The connection of the demo's events.
    assertThat(
            database
                .run("select from pg_stat_activity where application_name like '%-demo'")
                .size())
        .isPositive();
  }
}
