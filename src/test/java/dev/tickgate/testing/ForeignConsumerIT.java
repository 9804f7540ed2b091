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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForeignConsumerIT {
  private static final String CLUSTER = "foreign-consumer-test";
  private static final String TOPIC = "ticks.USD_JPY";
  private static final JsonObject TICK = tick(3, 7);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final int port = Ports.ofCluster();
  @Fixture private final Vertx vertx = clustered(port);

  @Test
  void aServiceWithoutOurClassesHearsPlainJson() {
    try (ForeignConsumer consumer = ForeignConsumer.start(CLUSTER, "127.0.0.1:" + port, TOPIC)) {
      vertx.eventBus().publish("ticks.EUR_USD", new JsonObject().put("other", true));
      vertx.eventBus().publish(TOPIC, TICK);
      List<JsonObject> bodies = consumer.await(LIMIT, all -> !all.isEmpty());
      assertThat(bodies).containsExactly(TICK);
    }
  }

  @Test
  void itPrintsOnceWhatTheBusRepeatsAfterATakeover() {
    List<JsonObject> once = List.of(tick(3, 291), tick(3, 292), tick(3, 293), tick(4, 1));
    List<JsonObject> sent = new ArrayList<>(once);
    sent.addAll(2, List.of(tick(3, 291), tick(3, 292)));
    sent.addAll(List.of(tick(3, 294), tick(4, 2)));
    try (ForeignConsumer consumer = ForeignConsumer.start(CLUSTER, "127.0.0.1:" + port, TOPIC)) {
      sent.forEach(tick -> vertx.eventBus().publish(TOPIC, tick));
      List<JsonObject> bodies = consumer.await(LIMIT, all -> all.contains(tick(4, 2)));
      assertThat(bodies)
          .startsWith(once.toArray(JsonObject[]::new))
          .endsWith(tick(4, 2))
          .hasSize(5);
    }
  }

  @Test
  void oneOfItsAddressesIsEnoughAndItTellsTheNumberOfMembers() {
    String addresses = "127.0.0.1:%d,127.0.0.1:%d".formatted(Ports.free(), port);
    try (ForeignConsumer consumer = ForeignConsumer.start(CLUSTER, addresses, TOPIC)) {
      consumer.process().awaitLine("listening, members of the cluster: 2", LIMIT);
      assertThat(consumer.process().lines()).noneMatch(line -> line.startsWith("alone"));
    }
  }

  @Test
  void aServiceThatReachesNobodyWarnsThatItIsAlone() {
    String nobody = "127.0.0.1:" + Ports.free();
    try (ForeignConsumer consumer = ForeignConsumer.start(CLUSTER, nobody, TOPIC)) {
      consumer.process().awaitLine("alone: no member answers at " + nobody, LIMIT);
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

  private static JsonObject tick(long epoch, long offset) {
    return new JsonObject()
        .put("type", "ticker")
        .put("symbol", "USD_JPY")
        .put("mid", 151.247)
        .put("epoch", epoch)
        .put("offset", offset);
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
