package com.example.consumer;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;

/**
 * Another team's service: joins the cluster, and prints every quote it hears as one line of JSON,
 * once. It knows Vert.x and Hazelcast, and not a class of the product.
 */
public final class TickPrinter {
  // The position of the newest quote; only the event loop of the consumer uses it.
  private long epoch;
  private long offset;

  private TickPrinter() {}

  /**
   * @param args the cluster's name, the addresses of some members with commas, the topic
   */
  public static void main(String[] args) {
    Config config = ConfigUtil.loadConfig().setClusterName(args[0]);
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).addMember(args[1]);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");

    HazelcastClusterManager cluster = new HazelcastClusterManager(config);
    Vertx vertx =
        Vertx.builder()
            .withClusterManager(cluster)
            .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
            .buildClustered()
            .await();
    // A member that says goodbye moves its part of the cluster's maps first.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> vertx.close().await()));
    TickPrinter printer = new TickPrinter();
    vertx
        .eventBus()
        .<JsonObject>consumer(args[2], message -> printer.print(message.body()))
        .completion()
        .await();
    int members = cluster.getNodes().size();
    System.out.println("listening, members of the cluster: " + members);
    if (members == 1) {
      System.err.println("alone: no member answers at " + args[1] + ", so no quote will come");
    }
  }

  // After another leader has taken over, the bus repeats the newest publications.
  private void print(JsonObject quote) {
    long itsEpoch = quote.getLong("epoch");
    long itsOffset = quote.getLong("offset");
    if (itsEpoch > epoch || itsEpoch == epoch && itsOffset > offset) {
      epoch = itsEpoch;
      offset = itsOffset;
      System.out.println(quote.encode());
    }
  }
}
