package dev.tickgate.system;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.Node;
import dev.tickgate.config.Config;
import dev.tickgate.config.Config.Loading.Ready;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node whose tables have the names that PostgreSQL allows, up to the client's URL. */
class TableNamesIT {
  private static final String CONFIG =
      """
      feeds:
        - { name: hyphen, table: market-data, key: time }
        - { name: keyword, table: select, key: time }
        - { name: dotted, table: 'public."quotes.v2"', key: time }
        - { name: letters, table: "Möbel 100%", key: time }
        - { name: spot, table: prices, key: time }
        - { name: forward, table: prices, key: time, columns: { bid: forward-bid, ask: forward-ask } }
      """;

  @Fixture private static final Vertx VERTX = Vertx.vertx();
  @TempDir static Path dir;
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(VERTX);
  @Fixture private static Node node;

  @BeforeAll
  static void start() throws IOException {
    fill("market-data", 1);
    fill("select", 2);
    fill("quotes.v2", 3);
    fill("Möbel 100%", 4);
    database.run(
        "create table prices (time timestamp primary key, bid float8, ask float8,"
            + " \"forward-bid\" float8, \"forward-ask\" float8)");
    database.run("insert into prices values (now() at time zone 'utc', 5, 5.5, 6, 6.5)");
    Path file = Files.writeString(dir.resolve("tickgate.yaml"), CONFIG);
    Map<String, String> environment =
        Map.of(
            "DATABASE_URL", database.url(),
            "TICKGATE_ROLES", "poller,gateway",
            "TICKGATE_HTTP_HOST", "127.0.0.1",
            "TICKGATE_HTTP_PORT", "0",
            "TICKGATE_OPS_PORT", "0");
    Ready ready = (Ready) Config.load(Optional.of(file), environment, Optional.empty());
    node = await(Node.start(ready.config()).compose(Node::ready));
  }

  private static void fill(String table, int bid) {
    database.run(
        "create table \"%1$s\" (time timestamp primary key, bid float8, ask float8)"
            .formatted(table));
    database.run(
        "insert into \"%s\" values (now() at time zone 'utc', %d, %d.5)"
            .formatted(table, bid, bid));
  }

  @ParameterizedTest
  @CsvSource({
    "market-data, HYPHEN, 1",
    "select, KEYWORD, 2",
    "public.quotes.v2, DOTTED, 3",
    "M%C3%B6bel%20100%25, LETTERS, 4",
    "prices, SPOT, 5",
    "ticks.SPOT, SPOT, 5",
    "ticks.FORWARD, FORWARD, 6"
  })
  void theRowsOfTheTableReachAClient(String stream, String symbol, double bid) {
    try (WsClient client = new WsClient(VERTX, node.port(), "/ws/" + stream)) {
      Awaitility.await().untilAsserted(() -> assertThat(client.messages("ticker")).isNotEmpty());

      JsonObject tick = client.messages("ticker").get(0);
      assertThat(tick.getString("symbol")).isEqualTo(symbol);
      assertThat(tick.getDouble("bid")).isEqualTo(bid);
    }
  }
}
