package dev.tickgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.room.RoomSettings;
import dev.tickgate.room.RoomSettings.Permissions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomsConfigTest {
  private static final Map<String, String> SECRET =
      Map.of("HUB_JWT_SECRET", "a secret of at least thirty-two bytes");

  @TempDir private Path directory;

  private Config.Loading load(String yaml, Map<String, String> environment) throws Exception {
    Path file = Files.writeString(directory.resolve("t.yaml"), yaml);
    return Config.load(Optional.of(file), environment, Optional.empty());
  }

  @Test
  void thereAreNoneUnlessTheyAreEnabled() throws Exception {
    Config.Loading loading = load("drain: 1s", SECRET);

    assertThat(((Config.Loading.Ready) loading).config().rooms()).isEmpty();
  }

  @Test
  void theRolesComeFromWhereTheSettingSays() throws Exception {
    Config.Loading loading =
        load("rooms: { enabled: true, permissions: claims, claim: games }", SECRET);

    assertThat(((Config.Loading.Ready) loading).config().rooms())
        .contains(new RoomSettings(Permissions.CLAIMS, "games"));
  }

  @Test
  void withoutTokensOrEventsNobodyCouldJoin() throws Exception {
    assertThat(load("rooms: { enabled: true }", Map.of()).toString())
        .contains("rooms.enabled: is true, but nobody can join: clients need tokens (auth)");
    assertThat(load("{ rooms: { enabled: true }, events: { enabled: false } }", SECRET).toString())
        .contains("rooms.enabled: is true, but rooms are topics of the feed of events");
  }
}
