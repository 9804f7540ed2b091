package dev.tickgate.lead;

import dev.tickgate.bus.DemandReport;
import dev.tickgate.stream.Topic;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The topics of a feed that have subscribers in the cluster, as the gateways report them. A topic
 * stays wanted for a while after its last subscriber left, because a reloaded page subscribes
 * again. One instance per leadership; confined to the poller's event loop.
 */
final class Demand {
  static final Duration GRACE = Duration.ofSeconds(5);
  // A gateway reports each second. After this silence the leader removes its topics.
  static final Duration SILENT = Duration.ofSeconds(4);

  private final List<DemandListener> listeners;
  private final Duration grace;
  private final LongSupplier nanos;
  private final Map<String, Node> nodes = new HashMap<>();
  // The number of nodes that want a topic.
  private final Map<Topic, Integer> wanted = new HashMap<>();
  // When the last node ceased to want a topic; the oldest first.
  private final Map<Topic, Long> ending = new LinkedHashMap<>();

  Demand(List<DemandListener> listeners, LongSupplier nanos) {
    this.listeners = listeners;
    this.grace =
        listeners.stream().map(DemandListener::grace).max(Comparator.naturalOrder()).orElse(GRACE);
    this.nanos = nanos;
  }

  private static final class Node {
    private final Set<Topic> topics = new HashSet<>();
    private long revision;
    private long heard;
  }

  /**
   * Applies a gateway's report.
   *
   * @return whether the report follows the gateway's previous one; otherwise the gateway must send
   *     a complete report
   */
  boolean report(DemandReport report) {
    Node node = report.begins() ? begin(report.node()) : nodes.get(report.node());
    if (node == null || !report.begins() && node.revision != report.revision() - 1) {
      return false;
    }
    node.revision = report.revision();
    node.heard = nanos.getAsLong();
    report.wanted().forEach(topic -> want(node, topic));
    report.unwanted().forEach(topic -> unwant(node, topic));
    report.abandoned().forEach(topic -> abandon(node, topic));
    return true;
  }

  private Node begin(String name) {
    left(name);
    Node node = new Node();
    nodes.put(name, node);
    return node;
  }

  private void want(Node node, Topic topic) {
    if (node.topics.add(topic)
        && wanted.merge(topic, 1, Integer::sum) == 1
        && ending.remove(topic) == null) {
      listeners.forEach(listener -> listener.wanted(topic));
    }
  }

  private void unwant(Node node, Topic topic) {
    if (node.topics.remove(topic)) {
      lost(topic);
    }
  }

  private void abandon(Node node, Topic topic) {
    unwant(node, topic);
    if (ending.containsKey(topic)) {
      end(topic);
    }
  }

  private void lost(Topic topic) {
    if (wanted.computeIfPresent(topic, (same, count) -> count == 1 ? null : count - 1) == null) {
      ending.put(topic, nanos.getAsLong());
    }
  }

  /** Removes the demand of a node that left the cluster or is silent. */
  void left(String name) {
    Node node = nodes.remove(name);
    if (node != null) {
      node.topics.forEach(this::lost);
    }
  }

  /**
   * Removes silent nodes, and ends topics whose grace period has passed. Called several times a
   * second.
   */
  void tick() {
    long now = nanos.getAsLong();
    List<String> silent =
        nodes.entrySet().stream()
            .filter(node -> now - node.getValue().heard > SILENT.toNanos())
            .map(Map.Entry::getKey)
            .toList();
    silent.forEach(this::left);
    List<Topic> over =
        ending.entrySet().stream()
            .takeWhile(topic -> now - topic.getValue() >= grace.toNanos())
            .map(Map.Entry::getKey)
            .toList();
    over.forEach(this::end);
  }

  private void end(Topic topic) {
    ending.remove(topic);
    listeners.forEach(listener -> listener.unwanted(topic));
  }
}
