package dev.tickgate.admin;

import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The facts of a node that operators see.
 *
 * @param id the id in the cluster; new at each start
 * @param process the id of the process and its host
 */
public record NodeFacts(String id, String process, String version, List<String> roles) {
  public NodeFacts {
    roles = List.copyOf(roles);
  }

  /** Returns the facts of the node that this process runs. */
  public static NodeFacts ofThisProcess(
      String id, String version, Collection<? extends Enum<?>> roles) {
    return new NodeFacts(
        id,
        ManagementFactory.getRuntimeMXBean().getName(),
        version,
        roles.stream().map(role -> role.name().toLowerCase(Locale.ROOT)).toList());
  }
}
