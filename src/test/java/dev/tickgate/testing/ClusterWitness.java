package dev.tickgate.testing;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.MultiMapConfig.ValueCollectionType;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.util.Map;
import java.util.TreeMap;

/** An additional member of a cluster that stores none of its data. */
public final class ClusterWitness implements AutoCloseable {
  private final HazelcastInstance member;

  public ClusterWitness(ClusterFixture cluster) {
    Config config = new Config().setClusterName(cluster.name()).setLiteMember(true);
    config.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs")
            .setBackupCount(1)
            .setValueCollectionType(ValueCollectionType.SET));
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).addMember("127.0.0.1:" + cluster.port());
    member = Hazelcast.newHazelcastInstance(config);
  }

  /** Returns the number of members of the cluster, with this one. */
  public int members() {
    return member.getCluster().getMembers().size();
  }

  /** Returns the number of entries of the cluster for each event-bus address. */
  public Map<String, Integer> registrations() {
    Map<String, Integer> counts = new TreeMap<>();
    member
        .getMultiMap("__vertx.subs")
        .entrySet()
        .forEach(entry -> counts.merge(String.valueOf(entry.getKey()), 1, Integer::sum));
    return counts;
  }

  @Override
  public void close() {
    member.shutdown();
  }
}
