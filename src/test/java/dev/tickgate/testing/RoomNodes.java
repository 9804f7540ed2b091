package dev.tickgate.testing;

import static dev.tickgate.testing.GatewayFixture.await;

import dev.tickgate.Node;
import dev.tickgate.auth.SignedTokens;
import dev.tickgate.config.Config;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Two nodes of a cluster that serve rooms, with one database. */
public final class RoomNodes implements AutoCloseable {
  private static final String RULES =
      "[{topics: 'user.*', write: role=service}, {topics: 'room.*', write: role=service}]";

  private final DatabaseFixture database;
  private final List<Node> nodes = new ArrayList<>();

  public RoomNodes(Vertx vertx) {
    database = DatabaseFixture.create(vertx);
    int port = Ports.ofCluster();
    String name = "test-" + UUID.randomUUID();
    nodes.add(await(Node.start(config(name, port)).compose(Node::ready)));
    nodes.add(await(Node.start(config(name, port)).compose(Node::ready)));
  }

  private Config config(String name, int port) {
    Map<String, String> environment = new HashMap<>();
    environment.put("TICKGATE_ROLES", "poller,gateway");
    environment.put("TICKGATE_FEEDS", "[]");
    environment.put("TICKGATE_HTTP_HOST", "127.0.0.1");
    environment.put("TICKGATE_HTTP_PORT", "0");
    environment.put("TICKGATE_OPS_PORT", "0");
    environment.put("TICKGATE_CLUSTER_ENABLED", "true");
    environment.put("TICKGATE_CLUSTER_NAME", name);
    environment.put("TICKGATE_CLUSTER_PORT", Integer.toString(port));
    environment.put("TICKGATE_CLUSTER_MEMBERS", "127.0.0.1:" + port);
    environment.put("TICKGATE_ROOMS_ENABLED", "true");
    environment.put("TICKGATE_ACCESS_RULES", RULES);
    environment.put("DATABASE_URL", database.url());
    environment.put("HUB_JWT_SECRET", SignedTokens.SECRET);
    return ((Config.Loading.Ready) Config.load(Optional.empty(), environment, Optional.empty()))
        .config();
  }

  public int port(int node) {
    return nodes.get(node).port();
  }

  /** Makes a user a member of a room. */
  public void member(String session, String user, String role) {
    database.run(
        "insert into tickgate.room_member values ('game_%s', '%s', '%s')"
            .formatted(session, user, role));
  }

  /** Returns a token of a user, for ten minutes. */
  public static String token(String user) {
    return SignedTokens.hs256(claims(user));
  }

  private static JsonObject claims(String user) {
    return new JsonObject().put("sub", user).put("exp", Instant.now().getEpochSecond() + 600);
  }

  /** Publishes as the application that owns the rooms. */
  public HttpResponse<String> publish(String topic, JsonObject event) {
    return publish(topic, event.encode());
  }

  /** Publishes several events in one request. */
  public HttpResponse<String> publish(String topic, JsonArray events) {
    return publish(topic, events.encode());
  }

  private HttpResponse<String> publish(String topic, String body) {
    String token = SignedTokens.hs256(claims("rules").put("role", "service"));
    return new Http(port(0))
        .post("/api/publish/" + topic, body, "Authorization", "Bearer " + token);
  }

  @Override
  public void close() {
    nodes.forEach(node -> await(node.close()));
    database.close();
  }
}
