package dev.tickgate.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Messages on the address of a topic, as services receive them. */
class BusPublishTest {
  private static final Topic TOPIC = new Topic("events.x");

  @Fixture private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx);
  private final List<JsonObject> heard = new CopyOnWriteArrayList<>();

  private void publish(Publication... publications) {
    vertx
        .eventBus()
        .<JsonObject>consumer(TOPIC.name(), message -> heard.add(message.body()))
        .completion()
        .await();
    bus.publish("events", new FeedBatch(1, 1, 1, 0, 1, List.of(publications)));
  }

  @Test
  void aFieldNameAndATextMayBeAsLongAsAPayload() {
    String name = "n".repeat(Payload.MOST_BYTES - 10);
    publish(
        Publication.at(TOPIC, new Position(1, 1), "{\"" + name + "\":1}"),
        Publication.at(TOPIC, new Position(1, 2), "{\"text\":\"" + name + "\"}"));

    await().until(() -> heard.size() == 2);
    assertThat(heard.get(0).getInteger(name)).isEqualTo(1);
    assertThat(heard.get(1).getString("text")).isEqualTo(name);
  }

  @Test
  void aTextThatIsNoObjectKeepsNoOtherFromBeingPublished() {
    publish(
        new Publication(TOPIC, new Position(1, 1), "no JSON".getBytes(StandardCharsets.UTF_8)),
        Publication.at(TOPIC, new Position(1, 2), "{\"n\":2}"));

    await().until(() -> heard.size() == 1);
    assertThat(heard.get(0).getInteger("n")).isEqualTo(2);
  }
}
