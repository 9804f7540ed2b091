package dev.tickgate.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.bus.Payload;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventSchemasTest {
  private static final String EVENT =
      "{\"type\":\"ORDER_RECEIVED\",\"payload\":{\"id\":\"17\",\"action\":\"created\","
          + "\"data\":{\"total\":1.10,\"n\":12345678901234567890}},"
          + "\"timestamp\":\"2026-02-16T13:05:10.123Z\"}";

  private static final Instant NOW = Instant.parse("2026-11-27T15:30:00Z");

  private final EventSchemas schemas =
      new EventSchemas(
          List.of(
              new Channel("orders", List.of("ORDER_RECEIVED", "ORDER_SHIPPED"), false),
              new Channel("people", List.of("ORDER_RECEIVED"), true)),
          InstantSource.fixed(NOW));

  @ParameterizedTest
  @ValueSource(
      strings = {
        EVENT,
        "{\"timestamp\":\"2026-02-16T22:05:10+09:00\",\"payload\":{\"action\":\"deleted\",\"id\":\"é\"},\"type\":\"ORDER_SHIPPED\"}"
      })
  void anEventIsPublishedAsItWasWrittenWithTheTimeOfItsAcceptance(String event) {
    assertThat(check("events.orders", event)).isEqualTo(accepted(event));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"order\":17}",
        "{\"type\":\"PRICE_CHANGE\",\"payload\":{\"id\":\"1\",\"action\":\"created\"}}",
        "{\"type\":7,\"payload\":{\"id\":\"1\",\"action\":\"created\"}}",
        "{\"type\":\"ORDER_SHIPPED\"}",
        "{\"type\":\"ORDER_SHIPPED\",\"payload\":{\"id\":1,\"action\":\"created\"}}",
        "{\"type\":\"ORDER_SHIPPED\",\"payload\":{\"id\":\"\",\"action\":\"created\"}}",
        "{\"type\":\"ORDER_SHIPPED\",\"payload\":{\"id\":\"1\",\"action\":\"made\"}}",
        "{\"type\":\"ORDER_SHIPPED\",\"payload\":{\"id\":\"1\",\"action\":\"created\",\"data\":[]}}",
        "{\"type\":\"ORDER_SHIPPED\",\"payload\":{\"id\":\"1\",\"action\":\"created\",\"more\":1}}",
        "{\"type\":\"ORDER_SHIPPED\",\"payload\":{\"id\":\"1\",\"action\":\"created\"},\"more\":1}",
        "{\"type\":\"ORDER_SHIPPED\",\"payload\":{\"id\":\"1\",\"action\":\"created\"},\"timestamp\":\"now\"}",
        "{\"type\":\"ORDER_SHIPPED\",\"payload\":{\"id\":\"1\",\"action\":\"created\"},\"timestamp\":7}",
      })
  void anotherPayloadIsRefused(String event) {
    assertThat(check("events.orders", event)).isInstanceOf(Payload.Unfit.class);
  }

  @Test
  void theReasonSaysWhere() {
    String event = EVENT.replace("created", "made");

    assertThat(check("events.orders", event))
        .isInstanceOfSatisfying(
            Payload.Unfit.class, unfit -> assertThat(unfit.reason()).contains("payload/action"));
  }

  @Test
  void theReasonNamesWhatIsMissing() {
    String event = "{\"type\":\"ORDER_SHIPPED\",\"payload\":{\"action\":\"created\"}}";

    assertThat(check("events.orders", event))
        .isInstanceOfSatisfying(
            Payload.Unfit.class,
            unfit -> assertThat(unfit.reason()).contains("#/payload").contains("\"id\""));
  }

  @Test
  void aMissingTimestampIsAdded() {
    String event = "{\"type\":\"ORDER_SHIPPED\",\"payload\":{\"id\":\"1\",\"action\":\"created\"}}";

    assertThat(check("events.orders", event))
        .isEqualTo(
            accepted(
                event.substring(0, event.length() - 1)
                    + ",\"timestamp\":\"2026-11-27T15:30:00.000Z\"}"));
  }

  @Test
  void aChannelOfIdsKeepsNothingElse() {
    assertThat(check("events.people", EVENT))
        .isEqualTo(
            accepted(
                "{\"type\":\"ORDER_RECEIVED\",\"payload\":{\"id\":\"17\",\"action\":\"created\"},"
                    + "\"timestamp\":\"2026-02-16T13:05:10.123Z\"}"));
  }

  @Test
  void anotherTopicTakesEveryObject() {
    assertThat(check("events.other", "{\"a\":1}")).isEqualTo(new Payload.Valid("{\"a\":1}"));
  }

  @Test
  void clientsOfEventsGetItAsItWasWritten() {
    String stored = ((Payload.Valid) check("events.orders", EVENT)).text();
    Event event = Event.of(Publication.at(new Topic("events.orders"), new Position(7, 19), stored));

    assertThat(new String(event.body(), StandardCharsets.UTF_8)).isEqualTo(EVENT);
    assertThat(event.type()).isEqualTo("ORDER_RECEIVED");
    assertThat(event.accepted()).isEqualTo(NOW.toEpochMilli());
  }

  @Test
  void whatWasPublishedBeforeThereWereSchemasIsDelivered() {
    Event event =
        Event.of(Publication.at(new Topic("events.orders"), new Position(7, 1), "{\"type\":[1]}"));

    assertThat(new String(event.body(), StandardCharsets.UTF_8)).isEqualTo("{\"type\":[1]}");
    assertThat(event.type()).isEmpty();
    assertThat(event.accepted()).isZero();
  }

  private static Payload accepted(String event) {
    return new Payload.Valid(
        event.substring(0, event.length() - 1) + ",\"accepted\":\"2026-11-27T15:30:00.000Z\"}");
  }

  private Payload check(String topic, String text) {
    return schemas.check(new Topic(topic), (Payload.Valid) Payload.of(text));
  }
}
