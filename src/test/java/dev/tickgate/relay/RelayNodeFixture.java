package dev.tickgate.relay;

import static dev.tickgate.testing.DatabaseFixture.await;

import dev.tickgate.Node;
import dev.tickgate.config.Config;
import dev.tickgate.config.Config.Loading.Ready;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Http;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node with relays and without tables, which is started and stopped any number of times. */
final class RelayNodeFixture implements AutoCloseable {
  private static final String ALL = "poller, relay, gateway";
  private static final String CONFIG =
      """
      roles: [%s]
      http: { host: 127.0.0.1, port: 0 }
      ops: { port: 0 }
      feeds: []
      """;

  private final DatabaseFixture database;
  private final String relays;
  private Optional<Node> node = Optional.empty();

  /**
   * @param relays the group {@code relays} of the configuration file
   */
  RelayNodeFixture(DatabaseFixture database, String relays) {
    this.database = database;
    this.relays = relays;
  }

  /** Starts it with all its roles. */
  void start(Map<String, String> environment) {
    start(ALL, environment);
  }

  /** Starts it with some of its roles. */
  void start(String roles, Map<String, String> environment) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("DATABASE_URL", database.url());
    try {
      Path file = Files.createTempFile("tickgate", ".yaml");
      Files.writeString(file, CONFIG.formatted(roles) + relays);
      Config config =
          ((Ready) Config.load(Optional.of(file), variables, Optional.empty())).config();
      Files.delete(file);
      node = Optional.of(await(Node.start(config).compose(Node::ready)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it in order, where it runs. */
  void stop() {
    node.ifPresent(running -> await(running.close()));
    node = Optional.empty();
  }

  /** The answer of {@code /api/relays}. */
  String api() {
    return new Http(node.orElseThrow().port()).get("/api/relays").body();
  }

  /** The parts of its one relay. */
  List<JsonObject> parts() {
    return new JsonObject(api())
        .getJsonArray("relays").getJsonObject(0).getJsonArray("parts").stream()
            .map(JsonObject.class::cast)
            .toList();
  }

  /** A part by its name; without a state where there is none yet. */
  JsonObject part(String name) {
    return parts().stream()
        .filter(part -> part.getString("part").equals(name))
        .findFirst()
        .orElse(new JsonObject().put("counts", new JsonObject()));
  }

  String metrics() {
    return new Http(node.orElseThrow().opsPort()).get("/metrics").body();
  }

  @Override
  public void close() {
    stop();
  }
}
