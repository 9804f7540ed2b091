package dev.tickgate.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.KafkaFixture;
import dev.tickgate.testing.LogFixture;
import dev.tickgate.testing.Ports;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nodes with a relay to a broker that is away, and without an event to relay. */
class KafkaOutageIT {
  private static final String RELAYS =
      """
      relays:
        kafka:
          in: [{ from: orders, to: events.orders }]
          out: { topics: ["events.*"] }
      """;
  private static final List<String> PARTS = List.of("out.events", "in");

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final RelayNodeFixture node = new RelayNodeFixture(database, RELAYS);
  @Fixture private KafkaFixture kafka;
  @Fixture private final LogFixture log = LogFixture.ofAll();

  private void startNode(String servers) {
    node.start(Map.of("KAFKA_BROKER_URL", servers));
  }

  private void awaitState(String part, String state) {
    await().until(() -> state.equals(node.part(part).getString("state")));
  }

  private void assertReason(String part, String reason) {
    awaitState(part, "failing");
    assertThat(node.part(part).getString("reason")).isEqualTo(reason);
  }

  @Test
  void aBrokerThatDoesNotAnswerIsTheReasonAndIsLoggedOnce() {
    String servers = "127.0.0.1:" + Ports.free();
    startNode(servers);

    PARTS.forEach(part -> assertReason(part, "no broker answers at " + servers));
    assertThat(lines(servers))
        .hasSize(PARTS.size())
        .allMatch(line -> line.startsWith("relay.state_changed"));
  }

  /** The lines with an address: nodes of other tests may log at the same time. */
  private List<String> lines(String servers) {
    return log.events().stream()
        .map(event -> event.getFormattedMessage() + event.getKeyValuePairs())
        .filter(line -> line.contains(servers))
        .toList();
  }

  @Test
  void aTopicThatIsMissingIsTheReasonWhereABrokerAnswers() {
    kafka = KafkaFixture.withoutTopics();
    startNode(kafka.servers());

    assertReason("in", "Kafka has assigned no partition of [orders]");
  }

  @Test
  void anIdlePartFailsWhileTheBrokerIsAwayAndRunsAgainAfterwards() {
    kafka = new KafkaFixture();
    startNode(kafka.servers());
    PARTS.forEach(part -> awaitState(part, "running"));

    kafka.kill();
    PARTS.forEach(part -> assertReason(part, "no broker answers at " + kafka.servers()));
    kafka.start();
    PARTS.forEach(part -> awaitState(part, "running"));
  }
}
