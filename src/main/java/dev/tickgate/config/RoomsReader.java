package dev.tickgate.config;

import dev.tickgate.auth.AuthSettings;
import dev.tickgate.room.RoomSettings;
import dev.tickgate.room.RoomSettings.Offline;
import dev.tickgate.room.RoomSettings.Permissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The group {@code rooms}. */
final class RoomsReader {
  private static final String ENABLED = "rooms.enabled";

  private final SettingReader reader;

  RoomsReader(SettingReader reader) {
    this.reader = reader;
  }

  /** Returns empty if no rooms are served. */
  Optional<RoomSettings> read(boolean events, AuthSettings auth) {
    boolean isOn = reader.bool(ENABLED);
    RoomSettings settings =
        new RoomSettings(
            Permissions.valueOf(
                reader
                    .choice("rooms.permissions", List.of("table", "claims", "open"))
                    .toUpperCase(Locale.ROOT)),
            reader.matching(
                "rooms.claim",
                name -> name.matches("[A-Za-z0-9_:.-]{1,100}"),
                "a claim (1 to 100 of letters, digits and _ : . -)"),
            new Offline(
                reader.duration(
                    "rooms.offline.retention",
                    TopicsReader.SHORTEST_RETENTION,
                    TopicsReader.LONGEST_RETENTION),
                reader.integer("rooms.offline.max", 1, 1_000),
                reader.choice("rooms.offline.per", List.of("user", "device")).equals("device")));
    if (isOn && !events) {
      reader.error(ENABLED, "is true, but rooms are topics of the feed of events: events.enabled");
    }
    if (isOn && !auth.isOn()) {
      reader.error(ENABLED, "is true, but no client can join: clients need tokens (auth)");
    }
    return Optional.of(settings).filter(read -> isOn);
  }
}
