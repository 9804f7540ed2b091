package dev.tickgate.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.chaos.Note.Broken;
import dev.tickgate.chaos.Note.Resumed;
import dev.tickgate.chaos.Note.Ticked;
import dev.tickgate.stream.Position;
import io.vertx.core.json.JsonArray;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotebookTest {
  private static final Stream STREAM = Stream.BY_TIME;
  private static final String TICK =
      """
      {"type":"ticker","symbol":"USD_JPY","bid":100.1,"ask":100.104,"mid":100.102,\
      "timestamp":"2026-02-16T13:05:10.100Z","epoch":7,"offset":%d}\
      """;
  private static final String ROW = "2026-02-16T13:05:10.100Z 100.100 100.102 100.104";
  private static final String SUBSCRIBED =
      "{\"type\":\"subscribed\",\"topic\":\"ticks.USD_JPY\",\"epoch\":7,\"offset\":2,"
          + "\"recovered\":false,\"replayed\":0}";

  private final Notebook notes = new Notebook(List.of(STREAM, Stream.BY_SERIAL));

  @Test
  void messagesAndBreaksAreNotedInTheirOrder() {
    notes.heard(1, TICK.formatted(1));
    notes.broken(2, "killed");
    notes.heard(3, SUBSCRIBED);
    notes.heard(4, "{\"type\":\"heartbeat\",\"timestamp\":\"2026-02-16T13:05:10.100Z\"}");
    notes.heard(5, TICK.formatted(2));

    assertThat(notes.notes(STREAM))
        .containsExactly(tick(1, 1), new Broken(2, "killed"), new Resumed(3, false), tick(5, 2));
    assertThat(notes.notes(Stream.BY_SERIAL)).containsExactly(new Broken(2, "killed"));
    assertThat(notes.position(STREAM)).isEqualTo(new Position(7, 2));
    assertThat(notes.position(Stream.BY_SERIAL)).isNull();
    assertThat(notes.lastTick(STREAM)).isEqualTo(5);
  }

  @Test
  void aFrameOfSockJsHoldsSeveralMessages() {
    String message = "{\"type\":\"rec\",\"address\":\"ticks.USD_JPY\",\"body\":%s}";
    JsonArray frame =
        new JsonArray()
            .add(message.formatted(SUBSCRIBED))
            .add(message.formatted(TICK.formatted(1)))
            .add(message.formatted(TICK.formatted(2)));

    notes.heard(1, "a" + frame.encode());

    assertThat(notes.notes(STREAM)).containsExactly(new Resumed(1, false), tick(1, 1), tick(1, 2));
  }

  @Test
  void anEventHasAnIdAndAClosingOneIsNoMessage() {
    notes.heard(1, "id: ticks.USD_JPY=7.1\ndata: " + TICK.formatted(1));
    notes.heard(2, ": still here");
    notes.heard(3, "event: close\ndata: {\"code\":1001}");

    assertThat(notes.notes(STREAM)).containsExactly(tick(1, 1));
    assertThat(notes.lastEventId()).isEqualTo("ticks.USD_JPY=7.1");
  }

  @Test
  void eventsAreNotedByTheTopicThatTheyName() {
    Notebook events = new Notebook(List.of(EventTopic.values()));
    String body = EventTopic.ROOM.payload("http-1").replaceAll("}$", ",\"epoch\":7,\"offset\":3}");
    String rec = "{\"type\":\"rec\",\"address\":\"room.chaos\",\"body\":%s}";

    events.heard(1, body);
    events.heard(2, rec.formatted(body.replace(":3}", ":4}")));

    assertThat(events.notes(EventTopic.ROOM))
        .containsExactly(
            new Ticked(1, new Position(7, 3), "http-1 room.chaos", 0),
            new Ticked(2, new Position(7, 4), "http-1 room.chaos", 0));
    assertThat(events.notes(EventTopic.EVENTS)).isEmpty();
    assertThat(events.position(EventTopic.ROOM)).isEqualTo(new Position(7, 4));
  }

  private static Note tick(long at, long offset) {
    return new Ticked(at, new Position(7, offset), ROW, 0);
  }
}
