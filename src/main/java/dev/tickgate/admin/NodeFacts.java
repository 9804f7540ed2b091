package dev.tickgate.admin;

import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

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

  /** Those of the node that this process runs. */
  public static NodeFacts ofThisProcess(
      String id, String version, Collection<? extends Enum<?>> roles) {
    return new NodeFacts(
        id,
        ManagementFactory.getRuntimeMXBean().getName(),
        version,
        roles.stream().map(role -> role.name().toLowerCase(Locale.ROOT)).toList());
  }
}
