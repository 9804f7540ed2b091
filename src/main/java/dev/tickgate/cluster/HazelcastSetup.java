package dev.tickgate.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.MultiMapConfig.ValueCollectionType;
import com.hazelcast.config.NetworkConfig;
import dev.tickgate.cluster.ClusterSettings.Discovery;
import dev.tickgate.cluster.ClusterSettings.Dns;
import dev.tickgate.cluster.ClusterSettings.Kubernetes;
import dev.tickgate.cluster.ClusterSettings.Members;

/**
 * The configuration of Hazelcast, for membership and the registrations of the event bus. Its
 * connections are plain and unauthenticated. Any process that can connect to the port can become a
 * member, so the port belongs on a private network.
 */
final class HazelcastSetup {
  /** The attribute in which the Vert.x cluster manager looks for a node's id. */
  static final String NODE_ID = "__vertx.nodeId";

  /** The property for the literal address to bind to. */
  static final String OWN_HOST = "hazelcast.local.localAddress";

  private HazelcastSetup() {}

  /**
   * @param ownHost the literal address to bind to
   */
  static Config config(ClusterSettings settings, String ownHost, String nodeId) {
    Config config = new Config().setClusterName(settings.name());
    config.getMemberAttributeConfig().setAttribute(NODE_ID, nodeId);
    vertxStructures(config);
    behaviour(config);
    failureDetection(config);
    joining(config, settings.discovery());
    network(config, settings, ownHost);
    return config;
  }

  /**
   * Removes the neighbours from the list after the join. Each address that does not answer costs 5
   * s of every later search for a part that was split off. Hazelcast keeps the addresses of former
   * members anyway.
   */
  static void joined(Config config, ClusterSettings settings) {
    if (settings.discovery() instanceof Members members) {
      config.getNetworkConfig().getJoin().getTcpIpConfig().setMembers(members.addresses());
    }
  }

  /** As in default-cluster.xml of vertx-hazelcast, so that other Vert.x services may join. */
  private static void vertxStructures(Config config) {
    config.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs")
            .setBackupCount(1)
            .setValueCollectionType(ValueCollectionType.SET));
    config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(1));
    config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(1));
  }

  private static void behaviour(Config config) {
    // Hazelcast must not send data about the users' machines.
    config.setProperty("hazelcast.phone.home.enabled", "false");
    // The process itself stops Vert.x first, then leaves the cluster.
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    // 10 minutes by default: a stop must not wait that long for a member that hangs or has failed.
    // Every entry of this member has a copy at another one.
    config.setProperty("hazelcast.graceful.shutdown.max.wait", "5");
    // Only a management centre would read the metrics, and there is none.
    config.getMetricsConfig().setEnabled(false);
  }

  private static void failureDetection(Config config) {
    // A member that hangs or has lost its network is removed after 12 s instead of 60. The feeds
    // that it leads do not wait for that, but for the end of their leases. The time is not shorter,
    // because other services join with Hazelcast's default interval of 5 s, and may miss one
    // heartbeat.
    config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "12");
    // When a process ends, its connections are closed and new ones are refused. The member is
    // removed at the second refusal instead of the fourth, so that a takeover starts at once.
    config.setProperty("hazelcast.connection.monitor.max.faults", "1");
    // Milliseconds between the two refusals; 100 by default.
    config.setProperty("hazelcast.connection.monitor.interval", "20");
    config.setProperty("hazelcast.socket.connect.timeout.seconds", "3");
    // The time-out of a call to a member that hangs, or to a partition that no member has taken
    // over yet, in milliseconds. The default is a minute, for which every caller would wait.
    config.setProperty("hazelcast.operation.call.timeout.millis", "10000");
    // Partitions of the maps migrate one after the other. A response that is lost with a connection
    // delays all later migrations. Then no member takes over the partitions of members that fail
    // meanwhile, and queries for registrations in them wait. The migration is abandoned after so
    // many seconds and the 10 s of above; the default is 300. The partitions are small, and a
    // member that still works on a migration reports it.
    config.setProperty("hazelcast.partition.migration.timeout", "5");
    // Two parts that can connect again merge after about 3 s instead of 5 minutes. Where all known
    // addresses are members, the search connects to none.
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "3");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "3");
    // Each address that does not answer costs every search 5 s, so the address of a former member
    // is removed after 10 minutes instead of 4 hours; the configured ones stay.
    config.setProperty(
        "hazelcast.tcp.join.previously.joined.member.address.retention.seconds", "600");
  }

  private static void joining(Config config, Discovery discovery) {
    // The seconds for which the oldest member waits for more processes that join at the same time;
    // each start takes that time. Discovery by names uses the same number as the time for its
    // queries, and would not query with 0.
    String seconds = discovery instanceof Members ? "0" : "1";
    config.setProperty("hazelcast.wait.seconds.before.join", seconds);
  }

  private static void network(Config config, ClusterSettings settings, String ownHost) {
    // A property instead of "interfaces", which would also remove the addresses of other machines
    // from the member list.
    config.setProperty(OWN_HOST, ownHost);
    config.setProperty("hazelcast.socket.server.bind.any", "false");
    NetworkConfig network = config.getNetworkConfig();
    network.setPort(settings.port()).setPortAutoIncrement(false);
    settings.publicHost().ifPresent(network::setPublicAddress);
    JoinConfig join = network.getJoin();
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    if (settings.discovery() instanceof Members members) {
      members(network, MemberList.of(members.addresses(), ownHost, settings.port()));
    } else if (settings.discovery() instanceof Dns dns) {
      // Hazelcast's Kubernetes discovery, limited to DNS. It queries DNS at the start and whenever
      // it looks for members, so that addresses that a name gets later join too.
      join.getKubernetesConfig()
          .setEnabled(true)
          .setProperty("service-dns", dns.name())
          .setProperty("service-port", Integer.toString(settings.port()));
    } else if (settings.discovery() instanceof Kubernetes kubernetes) {
      join.getKubernetesConfig()
          .setEnabled(true)
          .setProperty("service-name", kubernetes.service())
          .setProperty("service-port", Integer.toString(settings.port()));
      kubernetes
          .namespace()
          .ifPresent(name -> join.getKubernetesConfig().setProperty("namespace", name));
    }
  }

  private static void members(NetworkConfig network, MemberList list) {
    network.getJoin().getTcpIpConfig().setEnabled(true).setMembers(list.addresses());
    network.setPortAutoIncrement(list.sharesMachine()).setPortCount(ClusterSettings.NEIGHBOURS);
  }
}
