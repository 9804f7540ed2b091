package dev.tickgate.lead;

import java.util.function.Predicate;

/**
 * This process as the owner of leases.
 *
 * @param node the id of this node in the cluster; unique, and new at each start
 * @param description for operators: host, process id and cluster
 * @param members whether a node with that id is a member of this cluster now; any thread may call
 */
public record Owner(String node, String description, Predicate<String> members) {
  /** Node and description, as stored in the database. */
  String text() {
    return node + " (" + description + ")";
  }
}
