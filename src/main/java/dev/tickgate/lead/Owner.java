package dev.tickgate.lead;

import java.util.function.Predicate;

/**
 * This process as the owner of leases.
 *
 * @param node its id, as the cluster names it when it leaves; unique, and another one after each
 *     start
 * @param description for operators: host, process id and cluster
 * @param members whether a node of that id is a member of our cluster now; any thread may ask
 */
public record Owner(String node, String description, Predicate<String> members) {
  /** Node and description, as they stand in the database. */
  String text() {
    return node + " (" + description + ")";
  }
}
