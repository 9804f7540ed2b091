package dev.tickgate.room;

import java.util.UUID;

/**
 * The stay of a user in a room, from its first session there to the end of its last.
 *
 * <pre>
 *   JOINING ──player_joined is published──▶ PRESENT ──no session left──▶ LEAVING
 *                                                       player_left is published ──▶ end
 * </pre>
 *
 * @param id a part of the publications' keys, so that a later leader does not publish them again
 */
record Stay(UUID id, Phase phase) {
  enum Phase {
    JOINING,
    PRESENT,
    LEAVING
  }

  Stay in(Phase next) {
    return new Stay(id, next);
  }
}
