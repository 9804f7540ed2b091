package dev.tickgate.system;

import static dev.tickgate.testing.GatewayFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.slf4j.LoggerFactory;

/**
 * Two nodes of a cluster, on one database, that accept every kind of token; afterwards no line of
 * their log may contain a token.
 */
abstract class GuardedNodesCase {
  static final String ADMIN_KEY = "tgk_" + UUID.randomUUID();
  static final String OPERATOR_KEY = "tgk_" + UUID.randomUUID();
  static final String CONFIG =
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
      ops: { keys: [{ name: alice, sha256: %s }] }
      """
          .formatted(new Token(ADMIN_KEY).hash(), new Token(OPERATOR_KEY).hash());

  @Fixture static final Vertx VERTX = Vertx.vertx();
  static final List<Node> NODES = new ArrayList<>();
  static final List<String> LOGGED = new CopyOnWriteArrayList<>();
  static final Set<String> SHOWN = ConcurrentHashMap.newKeySet();
  @Fixture static final DatabaseFixture database = DatabaseFixture.create(VERTX);
  static Path file;

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
    NODES.add(await(Node.start(config(name, port)).compose(Node::ready)));
    NODES.add(await(Node.start(config(name, port)).compose(Node::ready)));
  }

  static void listen() {
    Ear ear = new Ear();
    ear.start();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(ear);
    ((Logger) LoggerFactory.getLogger("dev.tickgate")).setLevel(Level.DEBUG);
    ((Logger) LoggerFactory.getLogger("io.vertx")).setLevel(Level.DEBUG);
  }

  static Config config(String name, int port) {
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

  static String jwt(String subject, String id, String session, Instant issued) {
    return SignedTokens.hs256(
        new JsonObject()
            .put("sub", subject)
            .put("jti", id)
            .put("sid", session)
            .put("iat", issued.getEpochSecond())
            .put("exp", Instant.now().getEpochSecond() + 600));
  }

  static String opaque(String subject, String lives) {
    String token = UUID.randomUUID().toString();
    database.run(
        "insert into sessions (token, user_id, expires_at) values ('%s', '%s', now() + interval '%s')"
            .formatted(token, subject, lives));
    return token;
  }

  static String shown(String token) {
    SHOWN.add(token);
    return token;
  }

  static RawWebSocket connect(int node, String token) {
    return new RawWebSocket(NODES.get(node).port(), "/ws?token=" + shown(token));
  }

  static Http http(int node) {
    return new Http(NODES.get(node).port());
  }

  /** Whether the token's session may hear the topic of its subject. */
  static boolean isBelieved(int node, String token, String subject) {
    try (RawWebSocket socket = connect(node, token)) {
      socket.say("{\"type\":\"subscribe\",\"topic\":\"user.%s\"}".formatted(subject));
      return hear(socket).contains("\"subscribed\"");
    }
  }

  static String ticket(int node, String token) {
    HttpResponse<String> answer =
        http(node).get("/api/v1/auth/ws-token", "Authorization", "Bearer " + shown(token));
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonObject body = new JsonObject(answer.body());
    assertThat(body.getInteger("expires_in")).isEqualTo(60);
    return body.getString("ws_token");
  }

  // No node of this cluster leads: clients hear so, now and then.
  static String hear(RawWebSocket socket) {
    String heard = socket.hear();
    return heard.contains("FEED_STALE") ? hear(socket) : heard;
  }

  static int revoke(int node, String token, String body) {
    return http(node)
        .post("/api/admin/revoke", body, "Authorization", "Bearer " + shown(token))
        .statusCode();
  }

  static Config withRules(String text) throws IOException {
    Files.writeString(file, text);
    return config("any", 5701);
  }
}
