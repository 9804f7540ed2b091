package dev.tickgate.room;

import java.util.Locale;
import java.util.Optional;

/** The rights of a member in a room. */
enum Role {
  /** May send actions and chat messages. */
  PLAYER,
  /** Receives all events, and may not send any. */
  OBSERVER,
  /** Has the rights of a player, and may remove members. */
  HOST;

  static Optional<Role> parse(String text) {
    for (Role role : values()) {
      if (role.text().equals(text)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean maySend() {
    return this != OBSERVER;
  }
}
