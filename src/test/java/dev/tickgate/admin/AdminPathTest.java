package dev.tickgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import dev.tickgate.access.AccessPolicy;
import dev.tickgate.access.Principal;
import dev.tickgate.access.Principal.Credential;
import dev.tickgate.auth.AuthServices;
import dev.tickgate.hub.SessionTraces;
import dev.tickgate.ops.LogFormat;
import dev.tickgate.ops.Meters;
import dev.tickgate.ops.OpsSettings;
import dev.tickgate.ops.OpsVerticle;
import dev.tickgate.ops.Readiness;
import dev.tickgate.protocol.Token;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.LogFixture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class AdminPathTest {
  private static final Instant NOW = Instant.parse("2026-02-16T13:05:10Z");
  private static final String KEY = "tgk_of-an-operator";
  private static final String NODE = "node-1";

  @Fixture
  private final GatewayFixture gateway =
      new GatewayFixture(
          GatewayFixture.LIMITS,
          AccessPolicy.of(AccessPolicy.open("ticks.*")),
          fixture -> new AuthServices(AdminPathTest::named, Optional.empty()));

  @Fixture private final Meters meters = new Meters("1.2.3");
  private final Readiness readiness = new Readiness();
  private final HttpClient client = HttpClient.newHttpClient();
  @Fixture private final LogFixture log = LogFixture.of(AdminPath.class);
  private int port;

  /** The user whose name is the token. */
  private static Future<Principal> named(Token token) {
    return Future.succeededFuture(new Principal(token.text(), Map.of(), Credential.NONE));
  }

  @BeforeEach
  void start() {
    port = open(Map.of(new Token(KEY).hash(), "alice"));
  }

  private int open(Map<String, String> keys) {
    AdminPath admin =
        new AdminPath(
            new NodeFacts(NODE, "1@here", "1.2.3", List.of("gateway")),
            keys,
            gateway.bus,
            () -> List.of(NODE, "node-silent", "service"),
            gateway.hubs,
            readiness,
            meters,
            Optional::empty,
            Duration.ofMillis(200),
            () -> NOW,
            System::nanoTime);
    OpsVerticle ops =
        new OpsVerticle(
            new OpsSettings("127.0.0.1", 0, keys, LogFormat.TEXT),
            readiness,
            meters,
            SessionTraces.NONE,
            admin,
            () -> NOW);
    GatewayFixture.await(gateway.vertx.deployVerticle(ops));
    return ops.port();
  }

  private HttpResponse<String> call(String method, String path, String key, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, BodyPublishers.ofString(body));
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    return client.sendAsync(request.build(), BodyHandlers.ofString()).join();
  }

  private JsonObject get(String path) {
    HttpResponse<String> answer = call("GET", path, KEY, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonObject(answer.body());
  }

  private static String code(HttpResponse<String> answer) {
    return new JsonObject(answer.body()).getString("code");
  }

  /** A client that knows how it was closed. */
  private final class Client implements WebSocket.Listener {
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    final WebSocket socket;

    Client(String request) {
      this(client.newWebSocketBuilder().header("X-Request-Id", request));
    }

    Client(WebSocket.Builder builder) {
      socket =
          builder
              .buildAsync(
                  URI.create("ws://127.0.0.1:%d/ws/ticker_usd_jpy".formatted(gateway.port())), this)
              .join();
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return null;
    }
  }

  private List<Client> clients(int count) {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(new Client("client-" + i));
    }
    Awaitility.await().until(() -> gateway.hubs.sessions() == count);
    return clients;
  }

  private Client of(String user) {
    return new Client(client.newWebSocketBuilder().header("Authorization", "Bearer " + user));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 401, UNAUTHORIZED",
    "tgk_of-somebody-else, 401, UNAUTHORIZED",
  })
  void withoutAKnownKeyNothingIsAnswered(String key, int status, String code) {
    for (String path : new String[] {"/admin/cluster", "/admin/sessions", "/admin/nothing"}) {
      HttpResponse<String> answer = call("GET", path, key, "");
      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(code(answer)).isEqualTo(code);
      assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }
    assertThat(log.events()).singleElement().extracting("message").isEqualTo("admin.refused");
  }

  @Test
  void withoutKeysInTheSettingsNobodyIsAdmitted() {
    port = open(Map.of());

    HttpResponse<String> answer = call("GET", "/admin/cluster", KEY, "");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(code(answer)).isEqualTo("ADMIN_DISABLED");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /admin/nothing, '', 404, NOT_FOUND",
    "POST, /admin/cluster, '', 405, METHOD_NOT_ALLOWED",
    "GET, /admin/sessions?limit=0, '', 400, INVALID_PARAMETER",
    "GET, /admin/sessions?limit=501, '', 400, INVALID_PARAMETER",
    "GET, /admin/sessions?after=x, '', 400, INVALID_PARAMETER",
    "GET, /admin/sessions?node=nobody, '', 404, UNKNOWN_NODE",
    "GET, /admin/topics?node=node-silent, '', 503, NODE_UNAVAILABLE",
    "POST, /admin/kick, '{}', 400, INVALID_PARAMETER",
    "POST, /admin/kick, '{\"session\":\"0.1\"}', 400, INVALID_PARAMETER",
    "POST, /admin/kick, '{\"session\":\"x\",\"node\":\"node-1\"}', 400, INVALID_PARAMETER",
    "POST, /admin/kick, '{\"user\":7}', 400, INVALID_PARAMETER",
    "POST, /admin/kick, '{\"user\":\"\"}', 400, INVALID_PARAMETER",
    "POST, /admin/kick, '{\"user\":null}', 400, INVALID_PARAMETER",
    "POST, /admin/kick, '[]', 400, INVALID_JSON",
    "POST, /admin/revoke, '{\"subject\":\"7\"}', 409, AUTH_DISABLED",
    "POST, /admin/drain, '{\"nod\":\"node-1\"}', 400, INVALID_PARAMETER",
    "POST, /admin/drain?node=node-1, '', 400, INVALID_PARAMETER",
    "DELETE, /admin/drain?nod=node-1, '', 400, INVALID_PARAMETER",
    "GET, /admin/sessions?usr=a, '', 400, INVALID_PARAMETER",
    "GET, /admin/topics?user=a, '', 400, INVALID_PARAMETER",
    "GET, /admin/cluster?node=node-1, '', 400, INVALID_PARAMETER",
    "POST, /admin/kick, '{\"user\":\"a\",\"limit\":1}', 400, INVALID_PARAMETER",
    "PUT, /admin/log-levels/dev.tickgate, '{\"level\":\"INFO\",\"second\":9}', 400, INVALID_PARAMETER",
    "PUT, /admin/log-levels/dev.tickgate, '{\"level\":\"LOUD\"}', 400, INVALID_PARAMETER",
    "PUT, /admin/log-levels/dev.tickgate, '{\"level\":\"INFO\",\"seconds\":0}', 400, INVALID_PARAMETER",
    "PUT, /admin/log-levels/a%20b, '{\"level\":\"INFO\"}', 400, INVALID_PARAMETER",
    "DELETE, /admin/log-levels, '', 405, METHOD_NOT_ALLOWED",
  })
  void aWrongCallGetsACode(String method, String path, String body, int status, String code) {
    HttpResponse<String> answer = call(method, path, KEY, body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(code(answer)).isEqualTo(code);
    assertThat(new JsonObject(answer.body()).getString("type")).isEqualTo("error");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /admin/kick, '{\"session\":\"abc\",\"node\":\"node-1\"}', session",
    "GET, /admin/sessions?after=abc, '', after",
  })
  void theMessageForAnInvalidIdOfASessionShowsTheForm(
      String method, String path, String body, String name) {
    assertThat(new JsonObject(call(method, path, KEY, body).body()).getString("message"))
        .isEqualTo(name + " must be the id of a session, <event loop>.<number>, such as 0.17");
  }

  @Test
  void aLargeBodyIsNotRead() {
    assertThat(code(call("POST", "/admin/kick", KEY, "x".repeat(20_000)))).isEqualTo("TOO_LARGE");
  }

  @Test
  void theClusterIsReportedNodeByNodeAlsoWhereOneIsSilent() {
    clients(3);
    GatewayFixture.await(
        gateway
            .bus
            .nodes()
            .answer("admin.node-silent", question -> Promise.<JsonObject>promise().future()));
    readiness.explain("feeds", () -> Optional.of("there is no table quotes"));

    JsonArray nodes = get("/admin/cluster").getJsonArray("nodes");

    JsonObject node = nodes.getJsonObject(0);
    assertThat(node.getBoolean("answered")).isTrue();
    assertThat(node.getString("process")).isEqualTo("1@here");
    assertThat(node.getInteger("sessions")).isEqualTo(3);
    assertThat(node.getJsonObject("transports").getInteger("websocket")).isEqualTo(3);
    assertThat(node.getBoolean("ready")).isFalse();
    assertThat(node.getJsonObject("problems").getString("feeds"))
        .isEqualTo("there is no table quotes");
    assertThat(nodes.getJsonObject(1))
        .isEqualTo(new JsonObject().put("node", "node-silent").put("answered", false));
  }

  @Test
  void aMemberThatIsNoNodeOfOursIsAnotherService() {
    JsonObject service = get("/admin/cluster").getJsonArray("nodes").getJsonObject(2);

    assertThat(service.getString("node")).isEqualTo("service");
    assertThat(service.getBoolean("answered")).isFalse();
    assertThat(service.getString("kind")).isEqualTo("other service");
  }

  @Test
  void sessionsComeInPagesWithTheIdsOfTheirRequests() {
    clients(5);

    Set<String> requests = new HashSet<>();
    String after = "";
    int pages = 0;
    do {
      JsonObject page = get("/admin/sessions?limit=2" + after);
      page.getJsonArray("sessions")
          .forEach(session -> requests.add(((JsonObject) session).getString("request")));
      after = page.containsKey("next") ? "&after=" + page.getString("next") : "";
      pages++;
    } while (!after.isEmpty());

    assertThat(pages).isEqualTo(3);
    assertThat(requests)
        .containsExactlyInAnyOrder("client-0", "client-1", "client-2", "client-3", "client-4");
  }

  @Test
  void sessionsAreFoundByTheirUserAndByTheirTopic() {
    clients(2);

    assertThat(get("/admin/sessions?user=7").getJsonArray("sessions")).isEmpty();
    assertThat(get("/admin/sessions?user=").getJsonArray("sessions")).hasSize(2);
    assertThat(get("/admin/sessions?topic=ticks.USD_JPY").getJsonArray("sessions")).hasSize(2);
    assertThat(get("/admin/sessions?topic=ticks.OTHER").getJsonArray("sessions")).isEmpty();
  }

  @Test
  void topicsHaveTheNumberOfTheirSubscribers() {
    clients(3);

    JsonArray topics = get("/admin/topics").getJsonArray("topics");

    assertThat(topics.encode()).contains("{\"topic\":\"ticks.USD_JPY\",\"subscribers\":3}");
  }

  @Test
  void aKickEndsThatSessionAndTheLogHasWho() throws Exception {
    List<Client> clients = clients(2);
    JsonObject first =
        get("/admin/sessions").getJsonArray("sessions").stream()
            .map(JsonObject.class::cast)
            .filter(session -> session.getString("request").equals("client-0"))
            .findFirst()
            .orElseThrow();

    String body =
        "{\"node\":\"%s\",\"session\":\"%s\"}".formatted(NODE, first.getString("session"));
    HttpResponse<String> answer = call("POST", "/admin/kick", KEY, body);

    assertThat(new JsonObject(answer.body()).getInteger("ended")).isEqualTo(1);
    assertThat(clients.get(0).closed.get(10, TimeUnit.SECONDS)).isEqualTo(1001);
    assertThat(clients.get(1).closed).isNotDone();
    assertThat(log.events())
        .anyMatch(
            line ->
                line.getMessage().equals("admin.called")
                    && line.getKeyValuePairs().toString().contains("who=\"alice\"")
                    && line.getKeyValuePairs().toString().contains("/admin/kick"));
    assertThat(log.events().toString()).doesNotContain(KEY);
  }

  @Test
  void aKickOfAUserEndsAllItsSessions() throws Exception {
    Client other = of("8");
    Client anonymous = new Client("anonymous");
    List<Client> clients = List.of(of("7"), of("7"), of("7"));
    Awaitility.await().until(() -> gateway.hubs.sessions() == 5);

    HttpResponse<String> answer = call("POST", "/admin/kick", KEY, "{\"user\":\"7\"}");

    assertThat(new JsonObject(answer.body()).getInteger("ended")).isEqualTo(3);
    for (Client client : clients) {
      assertThat(client.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1001);
    }
    assertThat(other.closed).isNotDone();
    assertThat(anonymous.closed).isNotDone();
  }

  @Test
  void aDrainedNodeIsNotReadyAndSendsItsClientsAwayUntilItServesAgain() throws Exception {
    List<Client> clients = clients(4);
    assertThat(call("GET", "/health/ready", "", "").statusCode()).isEqualTo(200);

    assertThat(call("POST", "/admin/drain", KEY, "{}").statusCode()).isEqualTo(200);

    assertThat(call("GET", "/health/ready", "", "").body())
        .contains("an operator drains this node");
    for (Client client : clients) {
      assertThat(client.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1001);
    }
    // One that comes before a load balancer has noticed.
    assertThat(new Client("late").closed.get(10, TimeUnit.SECONDS)).isEqualTo(1001);

    assertThat(call("DELETE", "/admin/drain?node=" + NODE, KEY, "").statusCode()).isEqualTo(200);
    assertThat(log.events())
        .anyMatch(line -> line.getKeyValuePairs().toString().contains("query=\"node=" + NODE));
    assertThat(call("GET", "/health/ready", "", "").statusCode()).isEqualTo(200);
    assertThat(clients(1).get(0).closed).isNotDone();
  }

  @Test
  void theLevelOfALoggerIsChangedForAWhile() {
    Logger changed = (Logger) LoggerFactory.getLogger("dev.tickgate.changed");
    assertThat(changed.isDebugEnabled()).isFalse();

    HttpResponse<String> answer =
        call(
            "PUT",
            "/admin/log-levels/dev.tickgate.changed",
            KEY,
            "{\"level\":\"DEBUG\",\"seconds\":1}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(changed.isDebugEnabled()).isTrue();
    Awaitility.await().until(() -> !changed.isDebugEnabled());
    assertThat(get("/admin/log-levels").getJsonArray("loggers")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/admin.html, text/html;charset=UTF-8",
    "/assets/admin.js, text/javascript;charset=UTF-8",
    "/assets/admin-api.js, text/javascript;charset=UTF-8",
    "/assets/admin-cluster.js, text/javascript;charset=UTF-8",
    "/assets/admin-language.js, text/javascript;charset=UTF-8",
    "/assets/admin-sessions.js, text/javascript;charset=UTF-8",
    "/assets/admin-table.js, text/javascript;charset=UTF-8",
    "/assets/admin-texts.js, text/javascript;charset=UTF-8",
    "/assets/admin.css, text/css;charset=UTF-8",
    "/assets/base.css, text/css;charset=UTF-8",
    "/assets/masthead.css, text/css;charset=UTF-8",
    "/assets/favicon.svg, image/svg+xml",
  })
  void thePageNeedsNoKeyAndLoadsNothingFromElsewhere(String path, String type) {
    HttpResponse<String> answer = call("GET", path, "", "");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains(type);
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'self'");
  }
}
