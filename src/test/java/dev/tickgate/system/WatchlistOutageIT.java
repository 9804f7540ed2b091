package dev.tickgate.system;

import static dev.tickgate.testing.GatewayFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.Node;
import dev.tickgate.auth.SignedTokens;
import dev.tickgate.config.Config;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.TcpLink;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node with watchlists, rooms and tokens, whose database goes away. */
class WatchlistOutageIT {
  private static final String CONFIG =
      """
      feeds: []
      watchlists: { enabled: true, interval: 1s }
      rooms: { enabled: true, permissions: open }
      auth:
        sessions:
          enabled: true
          query: >
            select user_id as sub, created_at as issued_at, expires_at from watchlist.sessions
            where token_hash = encode(sha256(convert_to($1, 'UTF8')), 'hex')
      """;

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);

  @Fixture private final TcpLink link = TcpLink.start(vertx, List.of(database.options().getPort()));

  private Path file;
  private Node node;

  @BeforeEach
  void start() throws IOException {
    file = Files.writeString(Files.createTempFile("watchlist", ".yaml"), CONFIG);
    Map<String, String> environment =
        Map.of(
            "TICKGATE_ROLES",
            "poller,gateway",
            "TICKGATE_HTTP_HOST",
            "127.0.0.1",
            "TICKGATE_HTTP_PORT",
            "0",
            "TICKGATE_OPS_PORT",
            "0",
            "DATABASE_URL",
            database
                .url()
                .replace(":" + database.options().getPort() + "/", ":" + link.port() + "/"),
            "HUB_JWT_SECRET",
            SignedTokens.SECRET);
    Config.Loading loading = Config.load(Optional.of(file), environment, Optional.empty());
    node = await(Node.start(((Config.Loading.Ready) loading).config()).compose(Node::ready));
    database.run("insert into watchlist.users (id, name) values (1, 'Ann')");
    database.run("insert into watchlist.watchlists (id, user_id, name) values (1, 1, 'list')");
    database.run(
        "insert into watchlist.sessions (token_hash, user_id, expires_at) values"
            + " (encode(sha256('session'), 'hex'), 1, now() + interval '1 hour')");
  }

  @AfterEach
  void stop() throws IOException {
    await(node.close());
    Files.delete(file);
  }

  private WsClient view(String token) {
    return new WsClient(vertx, node.port(), "/api/v1/ws/watchlist/1/prices?token=" + token);
  }

  /** Whether the node cannot tell any more whether that token was revoked. */
  private boolean isUnknown(String token) {
    try (WsClient client = new WsClient(vertx, node.port(), "/ws?token=" + token)) {
      client.send("{\"type\":\"ping\"}");
      await().until(() -> !client.texts().isEmpty());
      return client.texts().get(0).contains("AUTH_UNAVAILABLE");
    }
  }

  @Test
  void whoComesIsToldThatTheSessionServiceIsUnavailable() {
    String signed =
        SignedTokens.hs256(
            new JsonObject().put("sub", "1").put("exp", Instant.now().getEpochSecond() + 600));
    try (WsClient viewer = view(signed)) {
      await().until(() -> !viewer.messages("price_update").isEmpty());
      link.close();

      for (String token : List.of("session", signed)) {
        try (WsClient late = view(token)) {
          await().until(late.socket()::isClosed);
          assertThat(late.socket().closeStatusCode()).isEqualTo((short) 1011);
          assertThat(late.socket().closeReason()).isEqualTo("Session service unavailable");
          assertThat(late.texts()).isEmpty();
        }
      }
      Http operations = new Http(node.opsPort());
      await()
          .untilAsserted(
              () ->
                  assertThat(operations.get("/metrics").body())
                      .containsPattern("watchlist_failures_total\\{feed=\"watchlists\"} [1-9]"));
      assertThat(viewer.socket().isClosed()).isFalse();
      await().until(() -> isUnknown(signed));
      // The node believes no token and reads no price, and no other node could.
      HttpResponse<String> ready = operations.get("/health/ready");
      assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
    }
  }
}
