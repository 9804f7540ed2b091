package dev.tickgate.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForeignConsumerIT {
  private static final String CLUSTER = "foreign-consumer-test";
  private static final String TOPIC = "ticks.USD_JPY";
  private static final JsonObject TICK =
      new JsonObject("{\"type\":\"ticker\",\"symbol\":\"USD_JPY\",\"mid\":151.247,\"offset\":7}");

  private final int port = Ports.ofCluster();
  @Fixture private final Vertx vertx = clustered(port);

  @Test
  void aServiceWithoutOurClassesHearsPlainJson() {
    try (ForeignConsumer consumer = ForeignConsumer.start(CLUSTER, "127.0.0.1:" + port, TOPIC)) {
      vertx.eventBus().publish("ticks.EUR_USD", new JsonObject().put("other", true));
      vertx.eventBus().publish(TOPIC, TICK);
      List<JsonObject> bodies = consumer.await(Duration.ofSeconds(20), all -> !all.isEmpty());
      assertThat(bodies).containsExactly(TICK);
    }
  }

  @Test
  void itsClassPathHoldsVertxAndHazelcastAndNothingOfOurs() {
    try (ForeignConsumer consumer = ForeignConsumer.start(CLUSTER, "127.0.0.1:" + port, TOPIC)) {
      assertThat(consumer.classPath()).anyMatch(entry -> entry.contains("vertx-hazelcast"));
      assertThat(consumer.classPath().subList(1, consumer.classPath().size()))
          .allMatch(entry -> entry.endsWith(".jar"))
          .noneMatch(entry -> entry.contains("tickgate.jar"));
    }
  }

  private static Vertx clustered(int port) {
    Config config = ConfigUtil.loadConfig().setClusterName(CLUSTER);
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).addMember("127.0.0.1:" + port);
    EventBusOptions loopback = new EventBusOptions().setHost("127.0.0.1");
    return Vertx.builder()
        .with(new VertxOptions().setEventBusOptions(loopback))
        .withClusterManager(new HazelcastClusterManager(config))
        .buildClustered()
        .await();
  }
}
