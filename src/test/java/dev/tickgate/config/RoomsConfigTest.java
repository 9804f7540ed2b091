package dev.tickgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.room.RoomSettings;
import dev.tickgate.room.RoomSettings.Offline;
import dev.tickgate.room.RoomSettings.Permissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoomsConfigTest extends ConfigCase {
  private static final Map<String, String> SECRET =
      Map.of("HUB_JWT_SECRET", "a secret of at least thirty-two bytes");

  @Test
  void thereAreNoneUnlessTheyAreEnabled() {
    assertThat(config("drain: 1s", SECRET).rooms()).isEmpty();
  }

  @Test
  void theRolesComeFromWhereTheSettingSays() {
    assertThat(
            config("rooms: { enabled: true, permissions: claims, claim: games }", SECRET).rooms())
        .contains(
            new RoomSettings(
                Permissions.CLAIMS, "games", new Offline(Duration.ofDays(7), 1_000, false)));
  }

  @Test
  void withoutTokensOrEventsNobodyCouldJoin() {
    assertThat(errors(file("rooms: { enabled: true }"), Map.of()))
        .singleElement()
        .asString()
        .contains("rooms.enabled: is true, but no client can join: clients need tokens (auth)");
    assertThat(errors(file("{ rooms: { enabled: true }, events: { enabled: false } }"), SECRET))
        .singleElement()
        .asString()
        .contains("rooms.enabled: is true, but rooms are topics of the feed of events");
  }
}
