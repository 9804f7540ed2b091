package dev.tickgate.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.Fixture;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an operator sees of rooms. */
class RoomMetersTest {
  private static final Topic ROOM = new Topic("room.game_42");
  private static final Instant NOW = Instant.parse("2026-02-16T13:05:10.200Z");

  @Fixture private final Meters meters = new Meters("1.2.3");
  private final RoomMeters rooms = new RoomMeters(meters);

  @Test
  void theDelayOfAnEventIsKnownByItsType() {
    reached("{\"type\":\"chat_message\",\"timestamp\":\"2026-02-16T13:05:10.170Z\"}");
    reached("{\"type\":\"chat_message\",\"timestamp\":\"2026-02-16T13:05:10.120Z\"}");

    assertThat(meters.scrape())
        .contains("tickgate_rooms_events_seconds_count{type=\"chat_message\"} 2")
        .contains("tickgate_rooms_events_seconds_bucket{type=\"chat_message\",le=\"0.05\"} 1")
        .contains("tickgate_rooms_events_seconds_bucket{type=\"chat_message\",le=\"0.1\"} 2")
        .contains("tickgate_rooms_events_seconds_count{type=\"player_joined\"} 0");
  }

  @Test
  void typesThatApplicationsInventAreOneSeries() {
    reached("{\"type\":\"dice_rolled\",\"timestamp\":\"2026-02-16T13:05:10.170Z\"}");
    reached("{\"type\":\"card_drawn\",\"timestamp\":\"2026-02-16T13:05:10.170Z\"}");

    assertThat(meters.scrape())
        .contains("tickgate_rooms_events_seconds_count{type=\"other\"} 2")
        .doesNotContain("dice_rolled");
  }

  @Test
  void anEventWithoutATimeIsNotMeasured() {
    reached("{\"type\":\"dice_rolled\"}");
    reached("{\"type\":\"dice_rolled\",\"timestamp\":\"yesterday\"}");
    reached("{\"type\":\"dice_rolled\",\"timestamp\":5}");

    assertThat(meters.scrape()).contains("tickgate_rooms_events_seconds_count{type=\"other\"} 0");
  }

  @Test
  void commandsAreCountedByTheirResult() {
    rooms.answered("join_game", Optional.empty());
    rooms.answered("join_game", Optional.of(ErrorCode.BANNED));

    assertThat(meters.scrape())
        .contains("tickgate_rooms_commands_total{result=\"ok\",type=\"join_game\"} 1.0")
        .contains("tickgate_rooms_commands_total{result=\"banned\",type=\"join_game\"} 1.0")
        .contains("tickgate_rooms_commands_total{result=\"ok\",type=\"chat_message\"} 0.0");
  }

  private void reached(String event) {
    rooms.reached(Publication.at(ROOM, new Position(7, 1), event), NOW);
  }
}
