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

/** Makes the leaders of a node known to the others, and to its health checks. */
record Leaders(Cluster cluster, Readiness readiness, ShutdownStack parts) {
  /** Names this process to those that read its leases. */
  Owner owner(ClusterSettings settings) {
    String name = settings.enabled() ? "cluster " + settings.name() : "no cluster";
    // Process id and host, as the JVM knows them without asking DNS.
    String process = ManagementFactory.getRuntimeMXBean().getName();
    return new Owner(cluster.nodeId(), process + ", " + name, cluster::isMember);
  }

  /** Announces and starts them. */
  Future<Void> start(String check, List<LeaderVerticle> leaders) {
    announce(check, leaders);
    return parts.deployTogether(leaders);
  }

  /** A health check of that name tells the problems of all; the cluster tells them who leaves. */
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
