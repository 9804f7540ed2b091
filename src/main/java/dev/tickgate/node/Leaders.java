package dev.tickgate.node;

import dev.tickgate.cluster.Cluster;
import dev.tickgate.cluster.ClusterSettings;
import dev.tickgate.lead.LeaderVerticle;
import dev.tickgate.lead.Owner;
import dev.tickgate.ops.Readiness;
import io.vertx.core.Future;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Registers the leaders of a node with the cluster and with its health checks. */
record Leaders(Cluster cluster, Readiness readiness, ShutdownStack parts) {
  /** Returns the name of this process for the operators that read its leases. */
  Owner owner(ClusterSettings settings) {
    String name = settings.enabled() ? "cluster " + settings.name() : "no cluster";
    // The process id and the host, which the JVM returns without a DNS query.
    String process = ManagementFactory.getRuntimeMXBean().getName();
    return new Owner(cluster.nodeId(), process + ", " + name, cluster::isMember);
  }

  /** Announces the leaders and starts them. */
  Future<Void> start(String check, List<LeaderVerticle> leaders) {
    announce(check, leaders);
    return parts.deployTogether(leaders);
  }

  /**
   * Registers a health check that reports the problems of all leaders. The leaders receive the
   * members that leave the cluster.
   */
  void announce(String check, List<LeaderVerticle> leaders) {
    cluster.onMemberLeft(left -> leaders.forEach(leader -> leader.memberLeft(left)));
    readiness.explain(check, () -> problem(leaders));
  }

  private static Optional<String> problem(List<LeaderVerticle> leaders) {
    String problems =
        leaders.stream()
            .flatMap(leader -> leader.problem().stream())
            .collect(Collectors.joining("; "));
    return problems.isEmpty() ? Optional.empty() : Optional.of(problems);
  }
}
