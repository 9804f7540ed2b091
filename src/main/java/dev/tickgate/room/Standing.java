package dev.tickgate.room;

import java.util.Optional;

/**
 * What a user may do in a room, as the tables say.
 *
 * @param role empty where it has none there
 * @param kicks how often it was removed
 */
record Standing(Optional<Role> role, boolean banned, long kicks) {
  boolean mayJoin() {
    return role.isPresent() && !banned;
  }
}
