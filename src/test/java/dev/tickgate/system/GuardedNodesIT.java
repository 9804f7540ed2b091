package dev.tickgate.system;

import static dev.tickgate.testing.GatewayFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.tickgate.Node;
import dev.tickgate.auth.SignedTokens;
import dev.tickgate.config.Config;
import dev.tickgate.protocol.Token;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.Ports;
import dev.tickgate.testing.RawWebSocket;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Two nodes of a cluster, on one database, that know their clients by every kind of token. */
class GuardedNodesIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String ADMIN_KEY = "tgk_" + UUID.randomUUID();
  private static final String CONFIG =
      """
      feeds: []
      access:
        rules:
          - { topics: "user.{sub}", read: authenticated }
          - { topics: "room.1", read: authenticated }
      auth:
        admins: role=admin
        jwt: { leeway: 2s }
        sessions: { enabled: true, cache: 1s }
        apiKeys: [{ name: office, sha256: %s, claims: { role: admin } }]
      """
          .formatted(new Token(ADMIN_KEY).hash());

  @Fixture private static final Vertx VERTX = Vertx.vertx();
  private static final List<Node> NODES = new ArrayList<>();
  private static final List<String> LOGGED = new CopyOnWriteArrayList<>();
  private static final Set<String> SHOWN = ConcurrentHashMap.newKeySet();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(VERTX);
  private static Path file;

  private static final class Ear extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      LOGGED.add(
          event.getFormattedMessage()
              + event.getKeyValuePairs()
              + (event.getThrowableProxy() == null
                  ? ""
                  : ThrowableProxyUtil.asString(event.getThrowableProxy())));
    }
  }

  @BeforeAll
  static void start() throws IOException {
    listen();
    database.run(
        "create table sessions (token text primary key, user_id text not null,"
            + " created_at timestamptz not null default clock_timestamp(),"
            + " expires_at timestamptz not null)");
    file = Files.writeString(Files.createTempFile("guarded", ".yaml"), CONFIG);
    int port = Ports.ofCluster();
    String name = "test-" + UUID.randomUUID();
    NODES.add(await(Node.start(config(name, port))));
    NODES.add(await(Node.start(config(name, port))));
  }

  private static void listen() {
    Ear ear = new Ear();
    ear.start();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(ear);
    ((Logger) LoggerFactory.getLogger("dev.tickgate")).setLevel(Level.DEBUG);
    ((Logger) LoggerFactory.getLogger("io.vertx")).setLevel(Level.DEBUG);
  }

  private static Config config(String name, int port) {
    Map<String, String> environment = new HashMap<>();
    environment.put("TICKGATE_ROLES", "gateway");
    environment.put("TICKGATE_HTTP_HOST", "127.0.0.1");
    environment.put("TICKGATE_HTTP_PORT", "0");
    environment.put("TICKGATE_OPS_PORT", "0");
    environment.put("TICKGATE_CLUSTER_ENABLED", "true");
    environment.put("TICKGATE_CLUSTER_NAME", name);
    environment.put("TICKGATE_CLUSTER_PORT", Integer.toString(port));
    environment.put("TICKGATE_CLUSTER_MEMBERS", "127.0.0.1:" + port);
    environment.put("DATABASE_URL", database.url());
    environment.put("HUB_JWT_SECRET", SignedTokens.SECRET);
    return ((Config.Loading.Ready) Config.load(Optional.of(file), environment, Optional.empty()))
        .config();
  }

  @AfterAll
  static void stopAndLookThroughTheLog() throws IOException {
    NODES.forEach(node -> await(node.close()));
    ((Logger) LoggerFactory.getLogger("dev.tickgate")).setLevel(Level.INFO);
    ((Logger) LoggerFactory.getLogger("io.vertx")).setLevel(Level.WARN);
    Files.delete(file);
    assertThat(LOGGED).isNotEmpty();
    for (String token : SHOWN) {
      assertThat(LOGGED).noneMatch(line -> line.contains(token));
    }
    assertThat(LOGGED).noneMatch(line -> line.contains(SignedTokens.SECRET));
  }

  private static String jwt(String subject, String id, String session, Instant issued) {
    return SignedTokens.hs256(
        new JsonObject()
            .put("sub", subject)
            .put("jti", id)
            .put("sid", session)
            .put("iat", issued.getEpochSecond())
            .put("exp", Instant.now().getEpochSecond() + 600));
  }

  private static String opaque(String subject, String lives) {
    String token = UUID.randomUUID().toString();
    database.run(
        "insert into sessions (token, user_id, expires_at) values ('%s', '%s', now() + interval '%s')"
            .formatted(token, subject, lives));
    return token;
  }

  private static String shown(String token) {
    SHOWN.add(token);
    return token;
  }

  private static RawWebSocket connect(int node, String token) {
    return new RawWebSocket(NODES.get(node).port(), "/ws?token=" + shown(token));
  }

  private static Http http(int node) {
    return new Http(NODES.get(node).port());
  }

  /** Whether the token's session may hear the topic of its subject. */
  private static boolean isBelieved(int node, String token, String subject) {
    try (RawWebSocket socket = connect(node, token)) {
      socket.say("{\"type\":\"subscribe\",\"topic\":\"user.%s\"}".formatted(subject));
      return hear(socket).contains("\"subscribed\"");
    }
  }

  private static String ticket(int node, String token) {
    HttpResponse<String> answer =
        http(node).get("/api/v1/auth/ws-token", "Authorization", "Bearer " + shown(token));
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonObject body = new JsonObject(answer.body());
    assertThat(body.getInteger("expires_in")).isEqualTo(60);
    return body.getString("ws_token");
  }

  // No node of this cluster leads: clients hear so, now and then.
  private static String hear(RawWebSocket socket) {
    String heard = socket.hear();
    return heard.contains("FEED_STALE") ? hear(socket) : heard;
  }

  private static int revoke(int node, String token, String body) {
    return http(node)
        .post("/api/admin/revoke", body, "Authorization", "Bearer " + shown(token))
        .statusCode();
  }

  @Test
  void everyKindOfTokenSaysWhoItIs() {
    String session = opaque("12", "1 hour");
    assertThat(isBelieved(0, jwt("11", "", "", Instant.now()), "11")).isTrue();
    assertThat(isBelieved(0, session, "12")).isTrue();
    assertThat(isBelieved(1, ticket(0, session), "12")).isTrue();
    // A program is no user, whatever its name.
    assertThat(isBelieved(0, ADMIN_KEY, "office")).isFalse();
    try (RawWebSocket socket = connect(0, ADMIN_KEY)) {
      socket.say("{\"type\":\"subscribe\",\"topic\":\"room.1\"}");
      assertThat(hear(socket)).contains("subscribed");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "no-such-session, UNAUTHORIZED",
    "tgt_no-such-ticket, UNAUTHORIZED",
    "tgk_no-such-key, UNAUTHORIZED",
    "a.b.c, UNAUTHORIZED",
    "expired session, TOKEN_EXPIRED",
  })
  void aTokenThatIsNobodysIsRefused(String token, String code) {
    String text = token.equals("expired session") ? opaque("13", "-1 second") : token;

    HttpResponse<String> answer =
        http(0).get("/api/v1/auth/ws-token", "Authorization", "Bearer " + text);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(answer.body()).contains(code).doesNotContain(text);
    assertThat(http(0).get("/api/v1/auth/ws-token").statusCode()).isEqualTo(401);
  }

  @Test
  void aTokenThatCannotBeReadIsNobodys() {
    try (RawWebSocket socket = connect(0, "a%00b")) {
      assertThat(socket.hearUntil("close:")).last().isEqualTo("close:4401");
    }
    String path = "?token=" + shown("s3cr3t-in-a-broken-url") + "&x=%zz";
    for (String at : List.of("/ws", "/eventbus/websocket", "/ws/any", "/sse", "/api/ticks/X")) {
      assertThatThrownBy(() -> new RawWebSocket(NODES.get(0).port(), at + path))
          .hasMessageContaining("HTTP/1.1 400");
    }
  }

  @Test
  void aTicketIsGoodOnceInTheWholeCluster() {
    String session = opaque("14", "1 hour");
    for (int i = 0; i < 5; i++) {
      String ticket = ticket(i % 2, session);
      try (RawWebSocket one = connect(0, ticket);
          RawWebSocket two = connect(1, ticket)) {
        List<RawWebSocket> both = List.of(one, two);
        both.forEach(s -> s.say("{\"type\":\"subscribe\",\"topic\":\"user.14\"}"));
        List<String> heard = both.stream().map(RawWebSocket::hear).toList();

        assertThat(heard).filteredOn(text -> text.contains("subscribed")).hasSize(1);
        assertThat(heard).filteredOn(text -> text.contains("UNAUTHORIZED")).hasSize(1);
      }
      assertThat(isBelieved(0, ticket, "14")).isFalse();
    }
  }

  @Test
  void aRevocationOfASubjectReachesEveryNodeAndSparesWhatIsNewer() {
    String old = jwt("15", "", "", Instant.now());
    String other = jwt("16", "", "", Instant.now());
    Instant revoked;
    try (RawWebSocket here = connect(0, old);
        RawWebSocket there = connect(1, old);
        RawWebSocket another = connect(1, other)) {
      List<RawWebSocket> all = List.of(here, there, another);
      all.forEach(socket -> socket.say("{\"type\":\"ping\"}"));
      all.forEach(RawWebSocket::hear);

      assertThat(revoke(0, ADMIN_KEY, "{\"subject\":\"15\"}")).isEqualTo(204);
      revoked = Instant.now();

      assertThat(here.hearUntil("close:")).last().isEqualTo("close:4401");
      assertThat(there.hearUntil("close:")).last().isEqualTo("close:4401");
      another.say("{\"type\":\"ping\"}");
      assertThat(another.hear()).contains("pong");
    }
    assertThat(isBelieved(0, old, "15")).isFalse();
    assertThat(isBelieved(1, old, "15")).isFalse();
    // Issued by a clock that is ahead, and a new one once the leeway is over.
    assertThat(isBelieved(1, jwt("15", "", "", revoked.plusSeconds(1)), "15")).isFalse();
    Awaitility.await()
        .atMost(SOON)
        .until(() -> isBelieved(1, jwt("15", "", "", Instant.now()), "15"));
  }

  @ParameterizedTest
  @CsvSource({"token_id, 17", "session, 18"})
  void aTokenOrALoginIsRevokedAlone(String kind, String subject) {
    String revoked = jwt(subject, "t" + subject, "s" + subject, Instant.now());
    String spared = jwt(subject, "t" + subject + "b", "s" + subject + "b", Instant.now());
    String value = kind.charAt(0) + subject;
    try (RawWebSocket session = connect(1, revoked)) {
      session.say("{\"type\":\"ping\"}");
      assertThat(session.hear()).contains("pong");
      assertThat(revoke(0, ADMIN_KEY, "{\"%s\":\"%s\"}".formatted(kind, value))).isEqualTo(204);
      assertThat(session.hearUntil("close:")).last().isEqualTo("close:4401");
    }
    assertThat(isBelieved(0, revoked, subject)).isFalse();
    assertThat(isBelieved(0, spared, subject)).isTrue();
  }

  @Test
  void anOpaqueTokenIsRevokedByItsHashAlsoWhileItIsRemembered() {
    String session = opaque("19", "1 hour");
    String ticket = ticket(0, session);
    try (RawWebSocket socket = connect(1, session)) {
      String hash = new Token(session).hash();
      assertThat(revoke(0, ADMIN_KEY, "{\"token_id\":\"" + hash + "\"}")).isEqualTo(204);
      assertThat(socket.hearUntil("close:")).last().isEqualTo("close:4401");
    }
    assertThat(isBelieved(1, session, "19")).isFalse();
    assertThat(isBelieved(1, ticket, "19")).isFalse();
  }

  @Test
  void aRevocationThatNobodyCalledOutIsFound() {
    try (RawWebSocket socket = connect(1, jwt("20", "", "", Instant.now().minusSeconds(5)))) {
      socket.say("{\"type\":\"ping\"}");
      hear(socket);
      database.run(
          "insert into tickgate.revocation (kind, value, until)"
              + " values ('subject', '20', now() + interval '1 day')");

      assertThat(socket.hearUntil("close:")).last().isEqualTo("close:4401");
    }
  }

  @Test
  void onlyWhoIsAllowedToRevokes() {
    String user = jwt("21", "", "", Instant.now());

    assertThat(revoke(0, user, "{\"subject\":\"22\"}")).isEqualTo(403);
    assertThat(http(0).post("/api/admin/revoke", "{\"subject\":\"22\"}").statusCode())
        .isEqualTo(401);
    for (String body : List.of("", "[]", "{}", "{\"subject\":7}", "{\"user\":\"22\"}")) {
      assertThat(revoke(0, ADMIN_KEY, body)).as(body).isEqualTo(400);
    }
    assertThat(isBelieved(0, jwt("22", "", "", Instant.now()), "22")).isTrue();
  }

  @Test
  void rulesThatAreReadAgainReachWhoIsThere() throws IOException {
    try (RawWebSocket socket = connect(0, jwt("23", "", "", Instant.now()))) {
      socket.say("{\"type\":\"subscribe\",\"topic\":\"room.1\"}");
      assertThat(hear(socket)).contains("subscribed");
      Config less = withRules(CONFIG.replace("topics: \"room.1\"", "topics: \"room.2\""));

      NODES.get(0).reread(less);

      assertThat(hear(socket)).contains("ACCESS_DENIED", "room.1");
      NODES.get(0).reread(withRules(CONFIG));
      Awaitility.await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                socket.say("{\"type\":\"subscribe\",\"topic\":\"room.1\"}");
                assertThat(hear(socket)).contains("subscribed");
              });
    }
  }

  private static Config withRules(String text) throws IOException {
    Files.writeString(file, text);
    return config("any", 5701);
  }
}
