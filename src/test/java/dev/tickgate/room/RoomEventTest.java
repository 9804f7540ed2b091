package dev.tickgate.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.client.RoomEvent;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the Java client publishes to rooms and users matches the schemas of the server. */
class RoomEventTest {
  private static final Optional<Instant> AT =
      Optional.of(Instant.parse("2026-02-16T13:05:10.123Z"));
  private static final String OBJECT = "{\"a\":[1,\"x\"]}";
  private static final List<RoomEvent> EVENTS =
      List.of(
          new RoomEvent.PlayerJoined(AT, "8"),
          new RoomEvent.PlayerLeft(AT, "8"),
          new RoomEvent.ActionReceived(AT, "8", "move", Optional.of(OBJECT)),
          new RoomEvent.ChatMessageEvent(AT, "8", "hi \"there\""),
          new RoomEvent.GameStarted(AT, "42", OBJECT),
          new RoomEvent.NarrativeUpdate(AT, "scene", "Night falls."),
          new RoomEvent.ActionResult(AT, "8", "move", "true"),
          new RoomEvent.StateUpdate(AT, OBJECT),
          new RoomEvent.GameUpdate(AT, OBJECT),
          new RoomEvent.PlayerStatusUpdate(AT, "8", "\"away\""),
          new RoomEvent.GameEnded(AT, "won", Optional.empty()),
          new RoomEvent.GameError(AT, "no such game"),
          new RoomEvent.NpcEncounter(AT, OBJECT),
          new RoomEvent.SpUpdate(AT, 40, -10, "spend", "a potion", 50, 40, Optional.of(OBJECT)),
          new RoomEvent.SpInsufficient(AT, 50, 40, "buy", "not enough"),
          new RoomEvent.SpDailyRecovery(AT, 60, Optional.of(20L)),
          new RoomEvent.Notification(AT, Optional.of("info"), "Welcome."));

  @Test
  void eachRecordIsAnEventOfItsType() {
    MessageSchemas schemas = MessageSchemas.packed("room-event");

    assertThat(EVENTS.stream().map(Object::getClass).toArray())
        .containsExactlyInAnyOrder((Object[]) RoomEvent.class.getPermittedSubclasses());
    assertThat(EVENTS)
        .extracting(event -> new JsonObject(event.json()).getString("type"))
        .containsExactlyInAnyOrderElementsOf(schemas.types());
    assertThat(EVENTS)
        .allSatisfy(
            event -> {
              JsonObject body = new JsonObject(event.json());
              assertThat(schemas.problem(body.getString("type"), body)).isEmpty();
            });
  }

  @Test
  void theFieldsAreThoseThatWereGiven() {
    RoomEvent event =
        new RoomEvent.SpUpdate(
            Optional.empty(), 40, -10, "spend", "a \"potion\"", 50, 40, Optional.of(OBJECT));

    assertThat(event.json())
        .isEqualTo(
            "{\"type\":\"sp_update\",\"current_sp\":40,\"amount_changed\":-10,"
                + "\"transaction_type\":\"spend\",\"description\":\"a \\\"potion\\\"\","
                + "\"balance_before\":50,\"balance_after\":40,\"metadata\":"
                + OBJECT
                + "}");
  }
}
