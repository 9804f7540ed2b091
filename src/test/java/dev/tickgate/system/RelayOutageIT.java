package dev.tickgate.system;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.ClusterFixture;
import dev.tickgate.testing.ClusterFixture.Member;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.KafkaFixture;
import dev.tickgate.testing.RedisFixture;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Events and records at a steady rate, while Kafka and Redis are killed, and the process that runs
 * both relays is killed during the outage and again after it. The profile {@code chaos} has an
 * outage of two minutes.
 */
class RelayOutageIT {
  private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("relay.outage", 4));
  private static final Duration LIMIT = Duration.ofSeconds(120).plus(OUTAGE);
  private static final int PARTS = 5;

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final KafkaFixture kafka = new KafkaFixture();
  @Fixture private final RedisFixture redis = new RedisFixture(vertx);
  @Fixture private final ClusterFixture cluster = new ClusterFixture(database.url());
  private final String source = KafkaFixture.name();
  private final String target = KafkaFixture.name();
  private final Map<String, String> variables =
      Map.of(
          "TICKGATE_FEEDS",
          "[]",
          "KAFKA_BROKER_URL",
          kafka.servers(),
          "REDIS_URL",
          redis.url(),
          "TICKGATE_RELAYS_KAFKA_IN",
          "[{from: %s, to: %s}]".formatted(source, RelayLoad.KAFKA),
          "TICKGATE_RELAYS_REDIS_IN",
          "[{from: %s, to: %s}]".formatted(source, RelayLoad.REDIS),
          "TICKGATE_RELAYS_KAFKA_OUT_TOPICS",
          "[\"events.*\"]",
          "TICKGATE_RELAYS_REDIS_OUT_TOPICS",
          "[\"events.*\"]",
          "TICKGATE_RELAYS_KAFKA_OUT_TARGET",
          target);
  @Fixture private final RelayLoad load = new RelayLoad(vertx, database, kafka, redis, source);
  @Fixture private WsClient client;
  private final Queue<Arrival> received = new ConcurrentLinkedQueue<>();

  @Test
  void eachEventAndRecordArrivesOnceThoughKafkaRedisAndTheLeaderOfTheRelaysDie() {
    Member poller = cluster.poller(variables);
    Member gateway = cluster.publishingGateway(variables);
    Member first = cluster.relay(variables);
    Stream.of(poller, gateway, first).forEach(Member::awaitReady);
    awaitRunning(first);
    Member second = cluster.relay(variables).awaitReady();
    subscribe(gateway);
    load.start(gateway.port());
    awaitEachTopic();

    kafka.kill();
    redis.kill();
    Duration began = load.runs();
    await().atMost(LIMIT).until(() -> load.runs().compareTo(began.plus(OUTAGE.dividedBy(2))) > 0);
    first.process().kill();
    Member third = cluster.relay(variables);
    await().atMost(LIMIT).until(() -> load.runs().compareTo(began.plus(OUTAGE)) > 0);
    kafka.start();
    redis.start();
    Duration outage = load.runs().minus(began);
    awaitRunning(second);
    third.awaitReady();
    second.process().kill();
    awaitRunning(third);

    load.stop();
    awaitAll();
    System.out.printf(
        "outage of %d s, %d s of load: %d publications of %d topics received, %d in Kafka, %d in"
            + " Redis%n",
        outage.toSeconds(),
        load.runs().toSeconds(),
        received.size(),
        RelayLoad.TOPICS.size(),
        inKafka().size(),
        inRedis().size());
    assertOnceAndInOrder("client", received);
    assertOnceAndInOrder("Kafka", inKafka());
    assertOnceAndInOrder("Redis", inRedis());
  }

  /** Until that process runs each part of both relays. */
  private static void awaitRunning(Member member) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                member
                        .metrics()
                        .lines()
                        .filter(line -> line.matches("tickgate_relay_running\\{.*} 1(\\.0)?"))
                        .count()
                    == PARTS);
  }

  private void subscribe(Member gateway) {
    client = new WsClient(vertx, gateway.port(), "/ws");
    client
        .socket()
        .textMessageHandler(
            text -> {
              JsonObject message = new JsonObject(text);
              if (message.containsKey("number")) {
                received.add(Arrival.of(message));
              }
            });
    for (String topic : RelayLoad.TOPICS) {
      client.send(new JsonObject().put("type", "subscribe").put("topic", topic).encode());
    }
  }

  private void awaitEachTopic() {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                received.stream().map(Arrival::topic).distinct().count()
                    == RelayLoad.TOPICS.size());
  }

  private void awaitAll() {
    int all = load.events() * RelayLoad.TOPICS.size();
    await("accepted " + load.accepted()).atMost(LIMIT).until(load::isAccepted);
    await("received").atMost(LIMIT).until(() -> received.size() >= all);
    await("in Kafka").atMost(LIMIT).until(() -> inKafka().size() >= all);
    await("in Redis").atMost(LIMIT).until(() -> inRedis().size() >= all);
  }

  private List<Arrival> inKafka() {
    return kafka.records(target).stream()
        .map(record -> Arrival.of(new JsonObject(record.value())))
        .toList();
  }

  private List<Arrival> inRedis() {
    List<Arrival> arrivals = new ArrayList<>();
    for (String topic : RelayLoad.TOPICS) {
      for (Response entry : redis.run(Command.XRANGE, "tickgate:" + topic, "-", "+")) {
        arrivals.add(Arrival.of(new JsonObject(entry.get(1).get(7).toString())));
      }
    }
    return arrivals;
  }

  private void assertOnceAndInOrder(String reader, Collection<Arrival> arrivals) {
    Map<String, List<Arrival>> byTopic = arrivals.stream().collect(groupingBy(Arrival::topic));
    List<Long> offsets = LongStream.rangeClosed(1, load.events()).boxed().toList();
    List<Integer> numbers = IntStream.range(0, load.events()).boxed().toList();
    for (String topic : RelayLoad.TOPICS) {
      assertThat(byTopic.get(topic))
          .as("%s, offsets of %s", reader, topic)
          .extracting(Arrival::offset)
          .containsExactlyElementsOf(offsets);
      assertThat(byTopic.get(topic))
          .as("%s, events of %s", reader, topic)
          .extracting(Arrival::number)
          .containsExactlyInAnyOrderElementsOf(numbers);
    }
    assertThat(byTopic.get(RelayLoad.REDIS)).extracting(Arrival::number).isSorted();
    // Records with the same key are in one partition.
    byTopic.get(RelayLoad.KAFKA).stream()
        .map(Arrival::number)
        .collect(groupingBy(number -> number % RelayLoad.KEYS))
        .values()
        .forEach(ofKey -> assertThat(ofKey).isSorted());
  }
}
