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
 * Another team's service: joins the cluster, and prints every quote it hears as one line of JSON.
 * It knows Vert.x and Hazelcast, and not a class of the product.
 */
public final class TickPrinter {
  private TickPrinter() {}

  /**
   * @param args the cluster's name, the address of a member, the topic
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

    Vertx vertx =
        Vertx.builder()
            .withClusterManager(new HazelcastClusterManager(config))
            .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
            .buildClustered()
            .await();
    // A member that says goodbye moves its part of the cluster's maps first.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> vertx.close().await()));
    vertx
        .eventBus()
        .<JsonObject>consumer(args[2], message -> System.out.println(message.body().encode()))
        .completion()
        .await();
    System.out.println("listening");
  }
}
