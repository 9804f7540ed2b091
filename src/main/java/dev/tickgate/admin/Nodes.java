package dev.tickgate.admin;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.NodeMessages;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Sends requests to the members of the cluster, each at its own address: nodes of Tickgate, and
 * other services on the bus. Confined to the event loop of the operations port.
 */
final class Nodes {
  private static final Duration DEADLINE = Duration.ofSeconds(3);
  private static final String OTHER_SERVICE = "other service";

  private final Bus bus;
  private final Supplier<List<String>> members;

  /**
   * @param members the ids of the nodes that are in the cluster now
   */
  Nodes(Bus bus, Supplier<List<String>> members) {
    this.bus = bus;
    this.members = members;
  }

  boolean has(String node) {
    return members.get().contains(node);
  }

  /** Returns the answer of one node; fails where the node does not answer in time. */
  Future<JsonObject> ask(String node, JsonObject question) {
    return bus.nodes().ask(NodeAnswers.subject(node), question, DEADLINE);
  }

  /**
   * Returns the answers of all members of the cluster. {@code answered} is false for a member that
   * did not answer in time, and for a service that is not a node of Tickgate, which has a {@code
   * kind}.
   */
  Future<JsonArray> askAll(JsonObject question) {
    List<Future<JsonObject>> answers =
        members.get().stream()
            .map(
                node ->
                    ask(node, question)
                        .map(answer -> answer.put("node", node).put("answered", true))
                        .otherwise(failure -> silent(node, failure)))
            .toList();
    return Future.all(answers)
        .map(
            all -> {
              JsonArray nodes = new JsonArray();
              answers.forEach(answer -> nodes.add(answer.result()));
              return nodes;
            });
  }

  private static JsonObject silent(String member, Throwable failure) {
    JsonObject silent = new JsonObject().put("node", member).put("answered", false);
    return NodeMessages.isUnregistered(failure) ? silent.put("kind", OTHER_SERVICE) : silent;
  }
}
