package dev.tickgate.relay;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.lead.JournalReader;
import dev.tickgate.stream.TopicFilter;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.KafkaFixture;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Nodes with a relay to a real broker. The cases wait for timers of Kafka and of leases, and so run
 * beside each other; those that kill the broker have their own.
 */
@Execution(ExecutionMode.CONCURRENT)
class KafkaRelayIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String TOPIC = "events.shipments";
  @Fixture private static final KafkaFixture SHARED = new KafkaFixture();
  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  private final String id = KafkaFixture.name();
  private final String source = KafkaFixture.name();
  private final String target = KafkaFixture.name();
  @Fixture private KafkaFixture own;

  @Fixture
  private final RelayNodeFixture node =
      new RelayNodeFixture(database, "relays: { kafka: { out: { topics: [\"events.*\"] } } }");

  private KafkaFixture kafka = SHARED;
  private int inserted;

  private void startNode(String identity) {
    startNode("poller, relay, gateway", identity);
    await()
        .atMost(LIMIT)
        .until(() -> database.run("select from pg_class where relname = 'outbox'").size() == 1);
  }

  private void startNode(String roles, String identity) {
    node.start(
        roles,
        Map.of(
            "KAFKA_BROKER_URL",
            "kafka://" + kafka.servers(),
            "TICKGATE_RELAYS_KAFKA_ID",
            id,
            "TICKGATE_RELAYS_KAFKA_IN",
            "[{ from: %s, to: %s, key: %s }]".formatted(source, TOPIC, identity),
            "TICKGATE_RELAYS_KAFKA_OUT_TARGET",
            target));
  }

  /** By the outbox, which needs no client. */
  private void publish(int count) {
    database.run(
        "insert into tickgate.outbox (topic, payload) select '%s', json_build_object('n', n)"
                .formatted(TOPIC)
            + " from generate_series(%d, %d) n".formatted(inserted + 1, inserted + count));
    inserted += count;
  }

  private static List<Map.Entry<String, String>> records(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(n -> Map.entry("k" + n, "{\"record\":" + n + "}"))
        .toList();
  }

  /** The offsets that were sent, in their order. */
  private List<Long> sent() {
    List<Long> offsets = new ArrayList<>();
    for (ConsumerRecord<String, String> record : kafka.records(target)) {
      assertThat(record.key()).isEqualTo(TOPIC);
      assertThat(KafkaFixture.header(record, "topic")).isEqualTo(TOPIC);
      JsonObject body = new JsonObject(record.value());
      assertThat(KafkaFixture.header(record, "epoch")).isEqualTo(body.getLong("epoch").toString());
      assertThat(KafkaFixture.header(record, "offset"))
          .isEqualTo(body.getLong("offset").toString());
      offsets.add(body.getLong("offset"));
    }
    return offsets;
  }

  private void awaitSent(int count) {
    await().atMost(LIMIT).until(() -> sent().size() >= count);
    assertThat(sent()).containsExactlyElementsOf(LongStream.rangeClosed(1, count).boxed().toList());
  }

  private List<Integer> published() {
    List<Integer> records = new ArrayList<>();
    kafka
        .records(target)
        .forEach(
            record -> {
              Integer number = new JsonObject(record.value()).getInteger("record");
              if (number != null) {
                records.add(number);
              }
            });
    return records;
  }

  @Test
  void anOutageOfKafkaLosesAndRepeatsNothingInEitherDirection() throws Exception {
    startWithABrokerOfItsOwn();

    kafka.kill();
    // By then the producer, too, has forgotten the brokers it knew.
    await().atMost(LIMIT).until(() -> "failing".equals(node.part("in").getString("state")));
    publish(300);
    await().atMost(LIMIT).until(() -> "failing".equals(node.part("out.events").getString("state")));
    kafka.start();
    kafka.send(source, records(151, 200));
    publish(100);
    awaitSent(600);
    assertPublished(200);
  }

  private void startWithABrokerOfItsOwn() {
    own = new KafkaFixture();
    kafka = own;
    startNode("position");
    kafka.send(source, records(1, 150));
    awaitSent(150);
  }

  private void assertPublished(int count) {
    assertThat(published())
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, count).boxed().toList());
  }

  @Test
  void anotherLeaderAfterAnOutageLosesAndRepeatsNothingInEitherDirection() throws Exception {
    startWithABrokerOfItsOwn();

    kafka.kill();
    publish(100);
    node.stop();
    kafka.start();
    startNode("position");
    kafka.send(source, records(151, 200));
    awaitSent(300);
    assertPublished(200);
    await().atMost(LIMIT).until(() -> "running".equals(node.part("in").getString("state")));
    assertThat(node.part("in").getJsonObject("counts").getLong("published")).isEqualTo(50);
  }

  @Test
  void recordsThatAreReadAgainArePublishedOnce() throws Exception {
    startNode("position");
    kafka.send(source, records(1, 40));
    awaitSent(40);
    node.stop();

    forgetOffsets();
    startNode("position");
    kafka.send(source, records(41, 50));
    awaitSent(50);

    await()
        .atMost(LIMIT)
        .until(
            () ->
                Long.valueOf(50)
                    .equals(node.part("in").getJsonObject("counts").getLong("published")));
    assertThat(sent()).hasSize(50);
  }

  private void forgetOffsets() throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.servers()))) {
      admin
          .removeMembersFromConsumerGroup(id, new RemoveMembersFromConsumerGroupOptions())
          .all()
          .get();
      admin.deleteConsumerGroups(List.of(id)).all().get();
    }
  }

  @Test
  void aRecordThatCannotBePublishedIsPassedOverAndCounted() throws Exception {
    startNode("position");
    kafka.send(
        source,
        List.of(
            Map.entry("k", "{\"record\":1}"),
            Map.entry("k", "no object"),
            Map.entry("k", "{\"epoch\":7}"),
            Map.entry("k", "{\"record\":2}")));

    awaitSent(2);
    assertThat(published()).containsExactly(1, 2);
    assertThat(node.part("in").getJsonObject("counts").getLong("refused")).isEqualTo(2);
    assertThat(node.part("in").getString("refusal")).contains("INVALID_PAYLOAD");
  }

  @Test
  void recordsAreCommittedAfterTheFeedHasAnswered() throws Exception {
    // Without a poller the feed has no leader.
    startNode("relay, gateway", "position");
    kafka.send(source, records(1, 30));
    await()
        .atMost(LIMIT)
        .until(() -> node.part("in").getString("reason", "").contains("NO_LEADER"));
    assertThat(node.part("in").getLong("behind")).isEqualTo(30);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.servers()))) {
      assertThat(admin.listConsumerGroupOffsets(id).partitionsToOffsetAndMetadata().get())
          .isEmpty();
    }
    node.stop();

    startNode("position");
    awaitSent(30);
  }

  @Test
  void aKeyOfItsProducerMakesARecordKnown() throws Exception {
    startNode("key");
    kafka.send(
        source,
        List.of(
            Map.entry("a", "{\"record\":1}"),
            Map.entry("a", "{\"record\":1}"),
            Map.entry("b", "{\"record\":2}")));

    await().atMost(LIMIT).until(() -> published().size() >= 2);
    await()
        .atMost(LIMIT)
        .until(
            () ->
                Long.valueOf(3)
                    .equals(node.part("in").getJsonObject("counts").getLong("published")));
    assertThat(published()).containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void twoProcessesThatBothLeadSendEachPositionOnce() throws Exception {
    startNode("position");
    awaitSentByNode();
    RelaySettings.Kafka settings =
        new RelaySettings.Kafka(
            kafka.servers(), id, Map.of(), List.of(), List.of(new TopicFilter("events.*")), target);
    RelayReport report =
        new RelayReport("kafka", "second", RelayMetrics.NONE, InstantSource.system());
    KafkaOut second =
        new KafkaOut(
            settings, new JournalReader(database.pool(), "events"), report, System::nanoTime);

    second.start();
    for (int i = 0; i < 20; i++) {
      publish(50);
      int until = inserted;
      await().atMost(LIMIT).until(() -> sent().size() >= until);
    }
    await(second.stop());

    publish(50);
    awaitSent(inserted);
    assertThat(report.json().getJsonObject("counts").getLong("sent")).isPositive();
  }

  private void awaitSentByNode() {
    publish(10);
    awaitSent(10);
  }
}
