package dev.tickgate.system;

import static dev.tickgate.testing.GatewayFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.Node;
import dev.tickgate.auth.SignedTokens;
import dev.tickgate.config.Config;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.LogFixture;
import dev.tickgate.testing.Ports;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes of one cluster that do not agree about the number of partitions. */
class WatchlistPartitionsDifferIT {
  // In partition 2 of four, and in partition 0 of two.
  private static final long LIST = 2;
  private static final long OTHER = 6;

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  private final String cluster = "test-" + UUID.randomUUID();
  private final int port = Ports.ofCluster();
  private final List<Node> nodes = new ArrayList<>();
  @Fixture private final LogFixture lines = LogFixture.of("dev.tickgate.watchlist.WatchlistSource");

  @AfterEach
  void stop() {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      await(nodes.get(i).close());
    }
  }

  private Node start(String roles, int partitions) {
    Map<String, String> environment = new HashMap<>();
    environment.put("TICKGATE_ROLES", roles);
    environment.put("TICKGATE_HTTP_HOST", "127.0.0.1");
    environment.put("TICKGATE_HTTP_PORT", "0");
    environment.put("TICKGATE_OPS_PORT", "0");
    environment.put("TICKGATE_FEEDS", "[]");
    environment.put("TICKGATE_WATCHLISTS_ENABLED", "true");
    environment.put("TICKGATE_WATCHLISTS_INTERVAL", "1s");
    environment.put("TICKGATE_WATCHLISTS_PARTITIONS", Integer.toString(partitions));
    environment.put("TICKGATE_CLUSTER_ENABLED", "true");
    environment.put("TICKGATE_CLUSTER_NAME", cluster);
    environment.put("TICKGATE_CLUSTER_PORT", Integer.toString(port));
    environment.put("TICKGATE_CLUSTER_MEMBERS", "127.0.0.1:" + port);
    environment.put("DATABASE_URL", database.url());
    environment.put("HUB_JWT_SECRET", SignedTokens.SECRET);
    Config.Loading loading = Config.load(Optional.empty(), environment, Optional.empty());
    Node node = await(Node.start(((Config.Loading.Ready) loading).config()).compose(Node::ready));
    nodes.add(node);
    return node;
  }

  private WsClient view(Node node, long list) {
    String token =
        SignedTokens.hs256(
            new JsonObject().put("sub", "1").put("exp", Instant.now().getEpochSecond() + 600));
    String path = "/api/v1/ws/watchlist/%d/prices?token=%s".formatted(list, token);
    return new WsClient(vertx, node.port(), path);
  }

  @Test
  void viewersGetPricesAndOperatorsAreTold() {
    Node four = start("poller,gateway", 4);
    database.run("insert into watchlist.users (id, name) values (1, 'Ann')");
    database.run(
        "insert into watchlist.watchlists (id, user_id, name) values (%d, 1, 'a'), (%d, 1, 'b')"
            .formatted(LIST, OTHER));
    try (WsClient viewer = view(four, LIST)) {
      await().until(() -> !viewer.messages("price_update").isEmpty());
      assertThat(lines.events()).isEmpty();
    }

    Node gateway = start("gateway", 2);
    try (WsClient viewer = view(gateway, LIST);
        WsClient another = view(gateway, OTHER)) {
      await().until(() -> !viewer.messages("price_update").isEmpty());
      await().until(() -> !another.messages("price_update").isEmpty());
      assertThat(lines.events())
          .singleElement()
          .satisfies(
              line -> {
                assertThat(line.getMessage()).isEqualTo("watchlists.partitions_differ");
                assertThat(line.getKeyValuePairs().toString()).contains("watchlists.0");
              });
    }

    Node poller = start("poller", 2);
    await()
        .untilAsserted(
            () ->
                assertThat(poller.readiness().problems().get("watchlists").orElse(""))
                    .contains("watchlists, partition 0 of 4", "watchlists, partition 0 of 2"));
  }
}
