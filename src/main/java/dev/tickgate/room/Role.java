package dev.tickgate.room;

import java.util.Locale;
import java.util.Optional;

/** What a member may do in a room. */
enum Role {
  /** Acts and chats. */
  PLAYER,
  /** Hears everything, and sends nothing. */
  OBSERVER,
  /** Does what a player does, and removes members. */
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
