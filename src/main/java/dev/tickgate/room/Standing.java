package dev.tickgate.room;

import java.util.Optional;

/**
 * The rights of a user in a room.
 *
 * @param role empty where the user has no role in the room
 * @param kicks how often the user was removed from the room
 */
record Standing(Optional<Role> role, boolean banned, long kicks) {
  boolean mayJoin() {
    return role.isPresent() && !banned;
  }
}
