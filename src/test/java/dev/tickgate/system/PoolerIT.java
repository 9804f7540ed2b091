package dev.tickgate.system;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.tickgate.Node;
import dev.tickgate.config.Config;
import dev.tickgate.config.Config.Loading;
import dev.tickgate.config.Config.Loading.Ready;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.PgBouncer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node with several feeds whose database is behind pgbouncer. */
@Timeout(120)
class PoolerIT {
  private static final int FEEDS = 5;
  private static final int ROWS = 40;
  // Fewer digits would be another number.
  private static final String PRICE = "0.1234567890123456";

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  private final HttpClient http = HttpClient.newHttpClient();
  @Fixture private PgBouncer bouncer;
  @Fixture private Node node;

  @BeforeEach
  void createTables() {
    database.run(
        "alter database %s set extra_float_digits = 0".formatted(database.options().getDatabase()));
    for (int i = 0; i < FEEDS; i++) {
      database.run(
          "create table f%d (id bigserial primary key, time timestamptz, bid float8, ask float8)"
              .formatted(i));
    }
  }

  @ParameterizedTest
  @CsvSource({"session, false", "transaction, false", "transaction, true"})
  void everyRowOfEveryFeedArrivesWithAllItsDigits(String mode, boolean listens) throws Exception {
    bouncer =
        mode.equals("session")
            ? PgBouncer.start(database.options().getPort(), mode)
            : PgBouncer.start(database.options().getPort(), mode, "default_pool_size = 3");
    Map<String, String> environment = environment();
    environment.put("TICKGATE_DATABASE_POOLING", mode);
    if (listens) {
      environment.put("TICKGATE_DATABASE_LISTEN_URL", database.url());
    }
    node = await(Node.start(config(environment)).compose(Node::ready));

    for (int row = 0; row < ROWS; row++) {
      String sql =
          IntStream.range(0, FEEDS)
              .mapToObj(
                  i ->
                      "insert into f%d (time, bid, ask) values (now(), %s, %s)"
                          .formatted(i, PRICE, PRICE))
              .collect(Collectors.joining(";"));
      database.run(sql);
    }

    for (int i = 0; i < FEEDS; i++) {
      String symbol = "F" + i;
      await().until(() -> ticks(symbol).size() == ROWS);
      assertThat(ticks(symbol)).allMatch(tick -> tick.getValue("bid").toString().equals(PRICE));
    }
    // One a feed, and one of the outbox.
    assertThat(listeners()).isEqualTo(mode.equals("session") || listens ? FEEDS + 1 : 0);
  }

  @Test
  void aPoolerInTransactionModeThatWasNotSaidIsRefused() {
    bouncer = PgBouncer.start(database.options().getPort(), "transaction");

    Throwable refused =
        catchThrowable(
            () ->
                Node.start(config(environment())).compose(Node::ready).await(60, TimeUnit.SECONDS));

    assertThat(refused)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("database.url leads to a connection pooler in transaction mode")
        .hasMessageContaining("set database.pooling to transaction");
  }

  private Map<String, String> environment() {
    String feeds =
        IntStream.range(0, FEEDS)
            .mapToObj(i -> "{name: f%d, table: f%d, key: id}".formatted(i, i))
            .collect(Collectors.joining(",", "[", "]"));
    Map<String, String> environment = new HashMap<>();
    environment.put(
        "DATABASE_URL",
        "postgresql://postgres@127.0.0.1:%d/%s?application_name=mine"
            .formatted(bouncer.port(), database.options().getDatabase()));
    environment.put("TICKGATE_FEEDS", feeds);
    environment.put("TICKGATE_ROLES", "poller,gateway");
    environment.put("TICKGATE_HTTP_PORT", "0");
    environment.put("TICKGATE_OPS_PORT", "0");
    return environment;
  }

  private static Config config(Map<String, String> environment) {
    Loading loading = Config.load(Optional.empty(), environment, Optional.empty());
    assertThat(loading).isInstanceOf(Ready.class);
    return ((Ready) loading).config();
  }

  private List<JsonObject> ticks(String symbol) throws Exception {
    URI uri =
        URI.create("http://127.0.0.1:%d/api/ticks/%s?limit=1000".formatted(node.port(), symbol));
    String body = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    JsonArray ticks =
        body.startsWith("[") ? new JsonArray(body) : new JsonObject(body).getJsonArray("ticks");
    return ticks.stream().map(JsonObject.class::cast).toList();
  }

  private long listeners() {
    return database
        .run(
            "select count(*) from pg_stat_activity where query like 'listen%' and datname = current_database()")
        .iterator()
        .next()
        .getLong(0);
  }
}
