package dev.tickgate.room;

import java.util.UUID;

/**
 * The time of a user in a room, over all its sessions.
 *
 * <pre>
 *   JOINING ──player_joined is published──▶ PRESENT ──no session left──▶ LEAVING
 *                                                       player_left is published ──▶ over
 * </pre>
 *
 * @param id a part of the keys of what is published, so that another leader does not repeat it
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
