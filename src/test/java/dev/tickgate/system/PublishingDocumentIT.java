package dev.tickgate.system;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.Node;
import dev.tickgate.auth.ApiKeys;
import dev.tickgate.config.Config;
import dev.tickgate.config.Config.Loading.Ready;
import dev.tickgate.protocol.Token;
import dev.tickgate.testing.AwaitLimit;
import dev.tickgate.testing.ChildProcess;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Document;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.Snippets;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the code of {@code docs/publishing.md} behind a proxy that refuses the first request and
 * loses the answer of the second one. The server publishes each event once.
 */
class PublishingDocumentIT {
  private static final Document DOCUMENT = Document.of("docs/publishing.md");
  private static final Path CLIENT =
      Path.of(System.getProperty("tickgate.client.jar", "target/tickgate-client.jar"))
          .toAbsolutePath();
  private static final Token KEY = ApiKeys.create(new SecureRandom());
  private static final String CONFIG =
      """
      roles: [poller, gateway]
      http: { host: 127.0.0.1, port: 0 }
      ops: { port: 0 }
      feeds: []
      access: { rules: [{ topics: "events.*", read: anybody, write: role=publisher }] }
      auth: { apiKeys: [{ name: orders, sha256: %s, claims: { role: publisher } }] }
      """
          .formatted(KEY.hash());
  private static final Duration LIMIT = AwaitLimit.LIMIT;

  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private static Node node;
  @Fixture private static FaultyProxy proxy;
  @TempDir private Path folder;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("t.yaml"), CONFIG);
    Map<String, String> environment = Map.of("DATABASE_URL", database.url());
    Config config =
        ((Ready) Config.load(Optional.of(file), environment, Optional.empty())).config();
    node = await(Node.start(config).compose(Node::ready));
    proxy = new FaultyProxy(node.port());
  }

  @Test
  void curlPublishesOnce() {
    long offset = newest();

    String output = Snippets.shell(folder, DOCUMENT.blockWith("sh", "curl"), environment());

    assertThat(output).contains("\"offset\":" + (offset + 1) + "}");
    assertThat(newest()).isEqualTo(offset + 1);
  }

  @Test
  void pythonPublishesOnce() {
    long offset = newest();

    String output = Snippets.python(folder, DOCUMENT.block("python"), environment());

    assertThat(output).endsWith("\"offset\": " + (offset + 1) + "}");
    assertThat(newest()).isEqualTo(offset + 1);
  }

  @Test
  void nodePublishesOnce() {
    long offset = newest();

    String output = Snippets.node(folder, DOCUMENT.block("js"), environment());

    assertThat(output).endsWith("\"offset\":" + (offset + 1) + "}");
    assertThat(newest()).isEqualTo(offset + 1);
  }

  @Test
  void javaPublishesOnceWithTheJarOfTheClientAndTheJdkAlone() {
    long offset = newest();

    String output =
        Snippets.java(folder, "OrderEvents", DOCUMENT.block("java"), CLIENT, environment());

    assertThat(output)
        .contains("events.orders " + (offset + 1))
        .contains("events.shipments 1")
        .contains("PublisherCounts[published=2, refused=0, failed=0, repeated=4, inFlight=0]");
    assertThat(newest()).isEqualTo(offset + 1);
  }

  @Test
  void theJarHasTheClientAndNothingElse() throws Exception {
    try (JarFile jar = new JarFile(CLIENT.toFile())) {
      List<String> classes =
          jar.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class")).toList();

      assertThat(classes).contains("dev/tickgate/client/PublisherClient.class");
      assertThat(classes).allMatch(name -> name.startsWith("dev/tickgate/client/"));
      assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
          .isEqualTo("dev.tickgate.client");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/publishing.md", "README.md"})
  void aRowOfTheOutboxIsPublished(String document) {
    long offset = newest();
    database.run("create table orders (id bigint primary key, state text)");
    await()
        .atMost(LIMIT)
        .until(() -> database.run("select from pg_class where relname = 'outbox'").size() == 1);

    database.run(Document.of(document).block("sql"));

    await().atMost(LIMIT).until(() -> newest() == offset + 1);
    database.run("drop table orders");
  }

  @Test
  void thePageOfTheFirstStepsReadsEvents() {
    String code = Document.of("docs/getting-started.md").block("js");
    try (ChildProcess page = Snippets.page(folder, code, node.port())) {
      await()
          .atMost(LIMIT)
          .until(
              () -> {
                publish(node.port());
                return !page.lines().isEmpty();
              });
      assertThat(page.lines()).allMatch("ORDER_RECEIVED 18"::equals);
    }
  }

  private static void publish(int port) {
    HttpResponse<String> answer =
        new Http(port)
            .post(
                "/api/publish/events.orders",
                "{\"type\":\"ORDER_RECEIVED\",\"payload\":{\"id\":\"18\",\"action\":\"created\"}}",
                "Authorization",
                "Bearer " + KEY.text());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static Map<String, String> environment() {
    return Map.of("TICKGATE_URL", proxy.address(), "TICKGATE_KEY", KEY.text());
  }

  /** The offset of the newest event of orders; 0 where there is none. */
  private static long newest() {
    try (WsClient client = new WsClient(vertx, node.port(), "/ws")) {
      client.send("{\"type\":\"subscribe\",\"topic\":\"events.orders\"}");
      await()
          .atMost(LIMIT)
          .until(
              () ->
                  client.messages("subscribed").stream().anyMatch(at -> at.containsKey("offset")));
      List<Long> offsets =
          client.messages("subscribed").stream()
              .filter(at -> at.containsKey("offset"))
              .map(at -> at.getLong("offset"))
              .toList();
      return offsets.get(offsets.size() - 1);
    }
  }
}
