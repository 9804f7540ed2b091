package dev.tickgate.cli;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tickgate.Node;
import dev.tickgate.config.Config;
import dev.tickgate.config.Config.Loading.Ready;
import dev.tickgate.feed.TableCheck.Level;
import dev.tickgate.testing.ChildProcess;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Document;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.OperationsDocument;
import dev.tickgate.testing.Snippets;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/getting-started.md} as its reader follows it, with {@code check --connect}. */
class GettingStartedIT {
  private static final Document DOCUMENT = Document.of("docs/getting-started.md");
  private static final String ROLE = "tickgate";
  @Fixture private static final Vertx VERTX = Vertx.vertx();
  @TempDir static Path dir;
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(VERTX);

  @BeforeAll
  static void followTheSql() {
    database.run("drop role if exists " + ROLE);
    DOCUMENT.blocks("sql").forEach(database::run);
  }

  @AfterAll
  static void close() {
    database.run("drop owned by " + ROLE + " cascade");
    database.run("drop role " + ROLE);
  }

  @Test
  void theRightsAreEnoughAndTheRowsArrive() throws Exception {
    Config config = config(DOCUMENT.blockWith("yaml", "name: eur_usd"), Map.of());
    assertThat(ConnectionCheck.run(config))
        .extracting(line -> line.finding().level())
        .containsOnly(Level.OK);

    Triggers.apply(config, Triggers.Change.INSTALL);
    assertThat(ConnectionCheck.run(config))
        .extracting(CheckReport.Line::toString)
        .contains("ok       feed eur_usd: inserts wake the poller (NOTIFY tickgate_eur_usd)");
    Node node = await(Node.start(config).compose(Node::ready));
    try (WsClient client = new WsClient(VERTX, node.port(), "/ws/quotes.eur_usd")) {
      database.run("insert into quotes.eur_usd (buy, sell) values (1.08512, 1.08524)");

      Awaitility.await().untilAsserted(() -> assertThat(client.messages("ticker")).isNotEmpty());
      assertThat(client.messages("ticker").get(0).getDouble("bid")).isEqualTo(1.08512);
      try (ChildProcess page = Snippets.page(dir, DOCUMENT.block("js"), node.port())) {
        page.awaitLine("1.08512 1.08524", Duration.ofSeconds(20));
      }
    } finally {
      await(node.close());
    }
  }

  @Test
  void theTablesHaveKeysOfTheirOwn() {
    assertThat(sequence("quotes.eur_usd")).isNotEqualTo(sequence("quotes.gbp_usd"));
  }

  private static String sequence(String table) {
    String query = "select pg_get_serial_sequence('%s', 'id') as name".formatted(table);
    String name = database.run(query).iterator().next().getString("name");
    assertThat(name).as(table).isNotNull();
    return name;
  }

  @Test
  void aSignedTokenPublishes() throws Exception {
    Node node =
        await(
            Node.start(config(DOCUMENT.blockWith("yaml", "jwt:"), Map.of())).compose(Node::ready));
    try {
      String script =
          DOCUMENT
              .blockWith("sh", "base64url")
              .replace("localhost:8080", "127.0.0.1:" + node.port());
      Process shell =
          new ProcessBuilder("bash", "-ec", script).redirectError(Redirect.INHERIT).start();

      assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .matches("\\{\"topic\":\"room.7\",\"epoch\":\\d+,\"offset\":1}");
      assertThat(shell.waitFor()).isZero();
      assertThat(OperationsDocument.metrics())
          .containsAll(OperationsDocument.metricsIn(metrics(node)));
    } finally {
      await(node.close());
    }
  }

  private static String metrics(Node node) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + node.opsPort() + "/metrics");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
        .body();
  }

  @Test
  void aViewHasNoTriggerAndKeepsNoOtherFeedFromItsOwn() throws Exception {
    database.run("create view quotes.shown as select * from quotes.eur_usd");
    database.run("grant select, trigger on quotes.shown to tickgate");
    Config config =
        config(
            """
            feeds:
              - { name: shown, table: quotes.shown, key: id, mode: key, columns: { timestamp: quoted_at, bid: buy, ask: sell } }
              - { name: gbp, table: quotes.gbp_usd, key: id, columns: { timestamp: quoted_at, bid: buy, ask: sell } }
            """,
            Map.of());

    List<Triggers.Line> lines = Triggers.apply(config, Triggers.Change.INSTALL);

    assertThat(lines).extracting(Triggers.Line::isFailure).containsExactly(true, false);
    assertThat(lines.get(0).text()).startsWith("shown: quotes.shown is a view");
    assertThat(ConnectionCheck.run(config))
        .extracting(CheckReport.Line::toString)
        .contains("ok       feed gbp: inserts wake the poller (NOTIFY tickgate_gbp)")
        .noneMatch(line -> line.startsWith("ok       feed shown: inserts wake"));
  }

  @Test
  void whatIsWrongIsTheErrorOfALineEach() throws Exception {
    Config config =
        config(
            """
            feeds:
              - { name: no_table, table: quotes.nothing, key: id }
              - { name: no_column, table: quotes.eur_usd, key: id }
              - { name: no_right, table: public.secret, key: id, columns: { timestamp: at } }
            """,
            Map.of());
    database.run(
        "create table if not exists secret (id bigint primary key, at timestamp, bid float8,"
            + " ask float8)");

    assertThat(ConnectionCheck.run(config))
        .filteredOn(CheckReport.Line::isError)
        .extracting(CheckReport.Line::subject)
        .contains("feed no_table", "feed no_column", "feed no_right");
  }

  @Test
  void aDatabaseThatDoesNotAnswerAndOneThatMayNotBeWrittenAreErrors() throws Exception {
    String closed = "postgresql://tickgate:secret@127.0.0.1:1/market";
    assertThat(ConnectionCheck.run(config("feeds: []", Map.of("DATABASE_URL", closed))))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.isError()).isTrue();
              assertThat(line.toString()).contains("database.url").doesNotContain("secret");
            });
    database.run("create role visitor login password 'change-me'");
    try {
      String visitor = database.url().replace("postgres@", "visitor:change-me@");
      assertThat(ConnectionCheck.run(config("feeds: []", Map.of("DATABASE_URL", visitor))))
          .filteredOn(CheckReport.Line::isError)
          .extracting(CheckReport.Line::subject)
          .containsExactly(
              "outbox",
              "database.url, schema tickgate (feed)",
              "database.url, schema tickgate (events)");
    } finally {
      database.run("drop role visitor");
    }
  }

  @Test
  void theTablesOfCandlesAreRehearsedWhereCandlesAreOn() throws Exception {
    String subject = "database.url, schema tickgate (candle)";
    assertThat(ConnectionCheck.run(config("{ feeds: [], candles: { enabled: true } }", Map.of())))
        .extracting(CheckReport.Line::toString)
        .contains("ok       " + subject + ": can be created and written");
    assertThat(ConnectionCheck.run(config("{ feeds: [], candles: { enabled: false } }", Map.of())))
        .extracting(CheckReport.Line::subject)
        .doesNotContain(subject);
  }

  @Test
  void everySchemaThatAStartWouldMigrateIsRehearsed() throws Exception {
    Config config =
        config(
            """
            feeds: []
            auth: { apiKeys: [ { name: x, sha256: '%s', claims: { sub: x } } ] }
            candles: { enabled: true }
            rooms: { enabled: true }
            watchlists: { enabled: true }
            """
                .formatted("0".repeat(64)),
            Map.of());
    database.run("drop schema if exists watchlist cascade");
    assertThat(ConnectionCheck.run(config))
        .filteredOn(CheckReport.Line::isError)
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.toString())
                    .startsWith("error    database.url, schema watchlist (watchlist): ")
                    .contains("\"create schema watchlist authorization tickgate\""));

    assertThatThrownBy(() -> await(Node.start(config)))
        .hasRootCauseMessage(
            "the schema watchlist is missing, and the user tickgate may not create it in the database %s: let an administrator of the database run \"create schema watchlist authorization tickgate\" there"
                .formatted(database.options().getDatabase()));

    database.run(Document.of("docs/watchlists.md").blockWith("sql", "create schema watchlist"));

    assertThat(ConnectionCheck.run(config))
        .allSatisfy(line -> assertThat(line.finding().level()).isEqualTo(Level.OK))
        .extracting(CheckReport.Line::subject)
        .contains(
            "outbox",
            "database.url, schema watchlist (watchlist)",
            "database.url, schema tickgate (feed)",
            "database.url, schema tickgate (events)",
            "database.url, schema tickgate (candle)",
            "database.url, schema tickgate (room)",
            "database.url, schema tickgate (auth)");
    Node node = await(Node.start(config).compose(Node::ready));
    try {
      database.run("alter table tickgate.journal rename to journal_gone");
      assertThat(ConnectionCheck.run(config))
          .filteredOn(CheckReport.Line::isError)
          .extracting(CheckReport.Line::toString)
          .singleElement()
          .asString()
          .startsWith("error    database.url, schema tickgate (feed): these tables are missing")
          .contains("tickgate.journal;");
    } finally {
      database.run("alter table if exists tickgate.journal_gone rename to journal");
      await(node.close());
    }
  }

  @Test
  void onlyTheOwnerOfTheTableMayDropTheTrigger() throws Exception {
    Config config = config("feeds: [ { name: own, table: quotes.owned, key: id } ]", Map.of());
    database.run(
        "create table quotes.owned (id bigint primary key, time timestamptz, bid int, ask int)");
    database.run("grant select, trigger on quotes.owned to tickgate");
    assertThat(Triggers.apply(config, Triggers.Change.INSTALL)).noneMatch(Triggers.Line::isFailure);

    Triggers.Line refused = Triggers.apply(config, Triggers.Change.REMOVE).get(0);

    String drop = "drop trigger if exists \"tickgate_own\" on \"quotes\".\"owned\"";
    assertThat(refused.isFailure()).isTrue();
    assertThat(refused.text())
        .isEqualTo(
            "own: only the owner of quotes.owned may drop the trigger: let the user postgres run: "
                + drop);
    database.run(drop);
    assertThat(Triggers.apply(config, Triggers.Change.REMOVE)).noneMatch(Triggers.Line::isFailure);
  }

  @Test
  void everyConfigurationOfThePageIsValid() throws IOException {
    for (String yaml : DOCUMENT.blocks("yaml")) {
      assertThat(config(yaml, Map.of())).isNotNull();
    }
  }

  @Test
  void theServiceIsTheOneThatIsTestedWithTheVersionsThatAre() {
    String source = "src/test/java/com/example/consumer/TickPrinter.java";
    assertThat(DOCUMENT.blocks("java")).containsExactly(Document.of(source).text());
    assertThat(DOCUMENT.blocks("xml").get(0))
        .contains("<version>" + property("vertx.version") + "</version>")
        .contains("<version>" + property("vertx.stack.version") + "</version>");
  }

  private static String property(String name) {
    var found = Pattern.compile("<" + name + ">(.*)</").matcher(Document.of("pom.xml").text());
    assertThat(found.find()).as(name).isTrue();
    return found.group(1);
  }

  private static Config config(String yaml, Map<String, String> more) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("DATABASE_URL", database.url().replace("postgres@", ROLE + ":change-me@"));
    environment.put("TICKGATE_ROLES", "poller,gateway");
    environment.put("TICKGATE_HTTP_HOST", "127.0.0.1");
    environment.put("TICKGATE_HTTP_PORT", "0");
    environment.put("TICKGATE_OPS_PORT", "0");
    environment.putAll(more);
    Path file = Files.writeString(dir.resolve("my.yaml"), yaml);
    return ((Ready) Config.load(Optional.of(file), environment, Optional.empty())).config();
  }
}
