package dev.tickgate.room;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The stays of members, and the users that are in each room. Confined to one event loop. */
final class Roster {
  private final Map<Member, Stay> stays = new HashMap<>();
  private final Map<Room, TreeSet<String>> rooms = new HashMap<>();

  /** The stay of a member; null where it has none. */
  Stay of(Member member) {
    return stays.get(member);
  }

  Collection<Member> members() {
    return stays.keySet();
  }

  /** The users in a room, except those that are leaving it. */
  Set<String> users(Room room) {
    return rooms.containsKey(room) ? rooms.get(room) : Set.of();
  }

  void put(Member member, Stay stay) {
    stays.put(member, stay);
    if (stay.phase() == Stay.Phase.LEAVING) {
      absent(member);
    } else {
      rooms.computeIfAbsent(member.room(), first -> new TreeSet<>()).add(member.user());
    }
  }

  void remove(Member member) {
    stays.remove(member);
    absent(member);
  }

  private void absent(Member member) {
    rooms.computeIfPresent(
        member.room(),
        (room, users) -> users.remove(member.user()) && users.isEmpty() ? null : users);
  }
}
