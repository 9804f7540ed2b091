package dev.tickgate.admin;

import java.util.List;

/**
 * A node, as it introduces itself to operators.
 *
 * @param id in the cluster; new at each start
 * @param process its id and its host
 */
public record NodeFacts(String id, String process, String version, List<String> roles) {
  public NodeFacts {
    roles = List.copyOf(roles);
  }
}
