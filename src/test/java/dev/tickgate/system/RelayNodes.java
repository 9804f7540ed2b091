package dev.tickgate.system;

import static dev.tickgate.testing.GatewayFixture.await;

import dev.tickgate.Node;
import dev.tickgate.auth.SignedTokens;
import dev.tickgate.config.Config;
import dev.tickgate.testing.Ports;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The nodes of a cluster with one exchange, by their names. Confined to one test. */
final class RelayNodes implements AutoCloseable {
  private final Map<String, Node> nodes = new HashMap<>();
  private final String cluster = "test-" + UUID.randomUUID();
  private final int port = Ports.ofCluster();
  private final Path file;
  private final String database;

  RelayNodes(Path file, String database) {
    this.file = file;
    this.database = database;
  }

  void start(String name, String role) {
    nodes.put(name, node(role));
  }

  void stop(String name) {
    await(nodes.remove(name).close());
  }

  int port(String name) {
    return nodes.get(name).port();
  }

  private Node node(String role) {
    Map<String, String> environment = new HashMap<>();
    environment.put("TICKGATE_ROLES", role);
    environment.put("TICKGATE_HTTP_HOST", "127.0.0.1");
    environment.put("TICKGATE_HTTP_PORT", "0");
    environment.put("TICKGATE_OPS_PORT", "0");
    environment.put("TICKGATE_DRAIN", "0s");
    environment.put("TICKGATE_CLUSTER_ENABLED", "true");
    environment.put("TICKGATE_CLUSTER_NAME", cluster);
    environment.put("TICKGATE_CLUSTER_PORT", Integer.toString(port));
    environment.put("TICKGATE_CLUSTER_MEMBERS", "127.0.0.1:" + port);
    environment.put("DATABASE_URL", database);
    environment.put("HUB_JWT_SECRET", SignedTokens.SECRET);
    Config.Loading loading = Config.load(Optional.of(file), environment, Optional.empty());
    return await(Node.start(((Config.Loading.Ready) loading).config()).compose(Node::ready));
  }

  @Override
  public void close() {
    nodes.values().forEach(node -> await(node.close()));
  }
}
