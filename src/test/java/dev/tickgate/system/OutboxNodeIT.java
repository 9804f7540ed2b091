package dev.tickgate.system;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.Node;
import dev.tickgate.config.Config;
import dev.tickgate.config.Config.Loading.Ready;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an insert into the outbox to a client of a node with an ordinary configuration. */
class OutboxNodeIT {
  private static final String CONFIG =
      """
      roles: [poller, gateway]
      http: { host: 127.0.0.1, port: 0 }
      ops: { port: 0 }
      feeds: []
      access: { rules: [{ topics: "events.*", read: anybody }] }
      """;

  @TempDir private Path directory;

  @Test
  void aRowReachesAClientThatSubscribed() throws Exception {
    Vertx vertx = Vertx.vertx();
    DatabaseFixture database = DatabaseFixture.create(vertx);
    Path file = Files.writeString(directory.resolve("t.yaml"), CONFIG);
    Config config =
        ((Ready)
                Config.load(
                    Optional.of(file), Map.of("DATABASE_URL", database.url()), Optional.empty()))
            .config();
    Node node = await(Node.start(config).compose(Node::ready));
    try (WsClient client = new WsClient(vertx, node.port(), "/ws")) {
      client.send("{\"type\":\"subscribe\",\"topic\":\"events.shipments\"}");
      await().until(() -> client.messages("subscribed").size() == 1);
      await()
          .until(() -> database.run("select from pg_class where relname = 'outbox'").size() == 1);

      database.run(
          "insert into tickgate.outbox (topic, payload)"
              + " values ('events.shipments', '{\"order\": 17, \"price\": 1.10}')");

      await().until(() -> texts(client).size() == 1);
      assertThat(texts(client).get(0)).contains("\"order\":17,\"price\":1.10,\"epoch\":");
    } finally {
      await(node.close());
      database.close();
      await(vertx.close());
    }
  }

  private static List<String> texts(WsClient client) {
    return client.texts().stream().filter(text -> text.contains("\"order\"")).toList();
  }
}
