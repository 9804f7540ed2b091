package dev.tickgate.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.protocol.Token;
import dev.tickgate.testing.ChildProcess;
import dev.tickgate.testing.Document;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.ScriptFixture;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs commands and statements of the documents against the demo with the embedded database. */
class BlocksIT {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final String KEY = "secret-orders";
  private static final String OPERATOR = "secret-alice";
  private static final Pattern DATABASE = Pattern.compile("database (postgresql://\\S+)\\?");
  private static final String SETTINGS =
      """
      demo: { enabled: true }
      access:
        rules:
          - { topics: "ticks.*", read: anybody }
          - { topics: "events.*", read: anybody, write: role=publisher }
      auth:
        sessions:
          enabled: true
          query: >
            select user_id as sub, created_at as issued_at, expires_at from watchlist.sessions
            where token_hash = encode(sha256(convert_to($1, 'UTF8')), 'hex')
        apiKeys:
          - { name: orders, sha256: %s, claims: { role: publisher } }
          - { name: shipments, sha256: %s, claims: { role: publisher } }
      ops: { keys: [{ name: alice, sha256: %s }] }
      """;

  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static ChildProcess demo;
  private static ScriptFixture scripts;
  private static String database;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    scripts = new ScriptFixture(folder).set("KEY", KEY).set("TICKGATE_KEY", OPERATOR);
    String hashes = SETTINGS.formatted(hash(KEY), hash("secret-shipments"), hash(OPERATOR));
    Files.writeString(folder.resolve("my.yaml"), hashes);
    demo = scripts.run("java -jar target/tickgate.jar --config my.yaml");
    demo.awaitLine("node.started ready=\"true\"", LIMIT);
    Matcher address = DATABASE.matcher(demo.awaitLine("Operations ", LIMIT));
    assertThat(address.find()).isTrue();
    database = address.group(1);
    scripts.set("DATABASE_URL", database);
    sql("create role app; create table orders (id bigint, state text);");
    sql(
        "create table sessions (user_id bigint, expires_at timestamptz, created_at timestamptz,"
            + " claims jsonb, token_hash text)");
  }

  private static String hash(String token) {
    return new Token(token).hash();
  }

  @Test
  void theCommandsOfTheDemoFollowAQuote() {
    List<String> commands = shell("getting-started.md", "/api/exchanges").lines().toList();

    assertThat(scripts.output(commands.get(0))).contains("\"state\":\"connected\"");
    for (String endless : commands.subList(1, 3)) {
      try (ChildProcess reader = scripts.run(endless)) {
        reader.awaitLine("data: {\"type\":\"ticker\"", LIMIT);
      }
    }
    assertThat(scripts.output(commands.get(3))).contains("tickgate_recorder_");
    assertThat(commands).hasSize(4);
  }

  @Test
  void aRowOfTheReaderIsATick() {
    String insert = shell("getting-started.md", "insert into ticker_usd_jpy");
    String ticks = "curl -sN 'http://localhost:8080/sse?topic=ticks.USD_JPY'";
    try (ChildProcess reader = scripts.run(scripts.here(ticks))) {
      reader.awaitLine("data: ", LIMIT);
      scripts.output(insert.replace("postgresql://postgres@127.0.0.1:PORT/postgres", database));
      reader.awaitLine("\"bid\":151.245,\"ask\":151.249", LIMIT);
    }
  }

  @Test
  void eventsArePublishedOverHttpOnce() {
    String accepted = "\\{\"topic\":\"events.orders\",\"epoch\":\\d+,\"offset\":\\d+}";
    String readme = scripts.output(silent(shell("README.md", "curl -X POST")));

    assertThat(readme).matches(accepted);
    assertThat(scripts.output(silent(shell("getting-started.md", "Idempotency-Key"))))
        .isEqualTo(readme);
    assertThat(scripts.output(silent(shell("protocol.md", "curl -X POST")))).isEqualTo(readme);
  }

  private static String silent(String curl) {
    return curl.replace("curl ", "curl -sS --fail-with-body ");
  }

  @Test
  void theFirstSessionIsAnsweredAsItStands() {
    List<String> lines = Document.of("docs/protocol.md").blocks("").get(0).lines().toList();
    List<JsonObject> expected =
        lines.stream().filter(line -> line.startsWith("< ")).map(BlocksIT::message).toList();
    try (WsClient client = new WsClient(vertx, Integer.parseInt(scripts.port("8080")), "/ws")) {
      lines.stream()
          .filter(line -> line.startsWith("> "))
          .forEach(line -> client.send(line.substring(2)));
      await().until(() -> client.texts().size() >= expected.size());
      assertThat(client.texts().stream().map(text -> message("< " + text)))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  /** Without the values that differ from run to run. */
  private static JsonObject message(String line) {
    JsonObject message = new JsonObject(line.substring(2));
    List.of("epoch", "timestamp", "message").forEach(message::remove);
    return message;
  }

  @Test
  void theStatementsAreThoseOfPostgresql() {
    sql(statements("configuration.md", "create table quotes"));
    String sessions = statements("configuration.md", "from sessions");
    assertThat(sql("prepare lookup as " + sessions + ";\nexecute lookup('x');"))
        .contains("(0 rows)");
    assertThat(sql(statements("operations.md", "tickgate.outbox"))).contains("INSERT 0 1");
    assertThat(sql(statements("upgrading.md", "schema_version"))).contains("feed ", "outbox ");
  }

  @Test
  void anOperatorChangesALevelTracesAUserAndSeesTheCluster() {
    assertThat(scripts.output(silent(shell("operations.md", "log-levels")))).contains("DEBUG");
    scripts.output(silent(shell("operations.md", "debug/sessions")));
    String top = shell("operations.md", "top --url").replaceAll("TICKGATE_KEY=\\S+", "");
    try (ChildProcess page = scripts.run(top)) {
      page.awaitLine("1 of 1 nodes answer", LIMIT);
    }
  }

  @Test
  void theCommandsOfAnInstallationSucceed() {
    assertThat(scripts.output(shell("operations.md", "hash-key"))).contains("sha256: ");
    scripts.output(shell("operations.md", "outbox install"));
    String folder = scripts.folder().toString();
    String archive = shell("operations.md", "archive").replace("/var/lib/tickgate", folder);
    assertThat(scripts.output(archive)).contains("-XX:SharedArchiveFile=");
    String epoch =
        shell("operations.md", "journal new-epoch")
            .replace("-jar tickgate.jar", "-jar target/tickgate.jar")
            .replace("/etc/tickgate/tickgate.yaml", "my.yaml");
    assertThat(scripts.output(epoch)).contains("usd_jpy");
  }

  @Test
  void theFirstQuestionsOfTroubleshootingAreAnswered() {
    String answers = scripts.output(shell("troubleshooting.md", "health/ready"));

    assertThat(answers).contains("ok       database.url").contains("\"status\":\"ready\"");
  }

  @Test
  void aWatchlistIsMadeAndChanged() {
    scripts.set("TOKEN", "secret-user");
    String session = "insert into watchlist.sessions values ('%s', 1, now(), now() + '1 h')";
    sql(session.formatted(hash("secret-user")));
    String answers = scripts.output(shell("watchlists.md", "api/v1/watchlists"));

    assertThat(Arrays.stream(answers.split("\n")).filter(line -> line.startsWith("HTTP/1.1")))
        .containsExactly("HTTP/1.1 201 Created", "HTTP/1.1 201 Created", "HTTP/1.1 200 OK");
  }

  @Test
  void twoPlayersJoinARoom(@TempDir Path folder) {
    ScriptFixture room = new ScriptFixture(folder);
    String script = room.here(block("sh", "rooms.md", "token anna"));
    try (ChildProcess node = room.run(script)) {
      node.awaitLine("node.started ready=\"true\"", LIMIT);
      List<String> tokens = node.lines().stream().filter(line -> line.startsWith("ey")).toList();
      assertThat(tokens).hasSize(2);
      for (String token : tokens) {
        int port = Integer.parseInt(room.port("8080"));
        try (WsClient client = new WsClient(vertx, port, "/ws?token=" + token)) {
          client.send("{\"type\":\"join_game\",\"id\":\"c1\",\"game_session_id\":\"42\"}");
          await().until(() -> !client.messages("joined_game").isEmpty());
        }
      }
    }
  }

  @Test
  void twoNodesOfTheDemoShowTheSame(@TempDir Path folder) {
    ScriptFixture pair = new ScriptFixture(folder);
    String script = block("sh", "getting-started.md", "localhost:8090/sse");
    try (ChildProcess nodes = pair.run(pair.here(script))) {
      await()
          .atMost(LIMIT)
          .until(
              () -> nodes.lines().stream().filter(line -> line.startsWith("id: ")).toList(),
              ids -> ids.stream().anyMatch(id -> ids.indexOf(id) != ids.lastIndexOf(id)));
      nodes.awaitLine("members=\"2\"", LIMIT);
    }
  }

  private static String shell(String document, String part) {
    return scripts.here(block("sh", document, part));
  }

  private static String statements(String document, String part) {
    return block("sql", document, part);
  }

  private static String block(String language, String document, String part) {
    return Block.all(language).stream()
        .filter(block -> block.document().endsWith(document) && block.text().contains(part))
        .findFirst()
        .orElseThrow()
        .text();
  }

  private static String sql(String statements) {
    return scripts.output(
        "psql -v ON_ERROR_STOP=1 " + database + " <<'SQL'\n" + statements + "\nSQL");
  }
}
