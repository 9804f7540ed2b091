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
 * How we use Hazelcast: membership, and the registrations of the event bus. Its connections are
 * plain and unauthenticated: whoever reaches the port is a member, so it belongs on a private
 * network.
 */
final class HazelcastSetup {
  /** Where the Vert.x cluster manager looks for a node's id. */
  static final String NODE_ID = "__vertx.nodeId";

  /** The literal address that is bound to. */
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
   * Takes the neighbours off the list, once joined: each address that nobody answers at costs 5 s
   * of every later search for a part that was split off. Who was a member stays known anyway.
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
    // Nothing about our users' machines goes to anybody.
    config.setProperty("hazelcast.phone.home.enabled", "false");
    // Ours is the order of leaving: Vert.x first, then the cluster.
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    // 10 minutes by default: a stop must not wait that long for a neighbour that hangs or is gone.
    // Every entry of this member has a copy at another one.
    config.setProperty("hazelcast.graceful.shutdown.max.wait", "5");
    // Collected for a management centre that nobody here runs.
    config.getMetricsConfig().setEnabled(false);
  }

  private static void failureDetection(Config config) {
    // A member that hangs or whose network is gone is out after 12 s instead of 60; the feeds it
    // leads do not wait for that, but for their lease. Not less: other services join with
    // Hazelcast's own interval of 5 s, and may miss one.
    config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "12");
    // A process that died closes its connections and refuses new ones: believed at the second
    // refusal instead of the fourth, so that a takeover starts at once.
    config.setProperty("hazelcast.connection.monitor.max.faults", "1");
    // Milliseconds between the two; 100 by default.
    config.setProperty("hazelcast.connection.monitor.interval", "20");
    config.setProperty("hazelcast.socket.connect.timeout.seconds", "3");
    // A question to a member that hangs, or to one whose part nobody has taken over yet, is given
    // up after so many milliseconds; a minute by default, and all who need the answer wait.
    config.setProperty("hazelcast.operation.call.timeout.millis", "10000");
    // Parts of the maps move one after the other. An answer that is lost with a connection holds up
    // all that follow, so nobody takes over the parts of members that die meanwhile, and whoever
    // asks for a registration there waits. It is given up after so many seconds and the 10 of
    // above; 300 by default. Our parts are small, and a member that is still at it says so.
    config.setProperty("hazelcast.partition.migration.timeout", "5");
    // Two halves that see each other again are one after some 3 s instead of 5 minutes. Where all
    // known addresses are members the search asks nobody.
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "3");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "3");
    // Each address that does not answer costs every search 5 s, so one that was once a member's is
    // forgotten after 10 minutes instead of 4 hours; the configured ones stay.
    config.setProperty(
        "hazelcast.tcp.join.previously.joined.member.address.retention.seconds", "600");
  }

  private static void joining(Config config, Discovery discovery) {
    // The seconds for which the oldest member waits for more processes to join at once, which is
    // time of each start. Discovery by names has the same number for the time in which it asks, and
    // would not ask with 0.
    String seconds = discovery instanceof Members ? "0" : "1";
    config.setProperty("hazelcast.wait.seconds.before.join", seconds);
  }

  private static void network(Config config, ClusterSettings settings, String ownHost) {
    // By property, not by "interfaces": those would also strike every other machine's address
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
      // Hazelcast's Kubernetes discovery, told to ask the resolver only: not just at the start
      // but whenever it looks for others, so that names that grow later join too.
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
