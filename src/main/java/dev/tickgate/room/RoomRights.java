package dev.tickgate.room;

import dev.tickgate.access.Principal;
import dev.tickgate.store.GatheredQuestions;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rights of users in rooms, from the tables and the claims of their tokens. Each event loop has
 * an instance of its own.
 */
final class RoomRights {
  private final RoomTables tables;
  private final RoomSettings settings;
  // Many clients may join at once; their questions share statements.
  private final GatheredQuestions<Member, Standing> questions;

  RoomRights(RoomTables tables, RoomSettings settings) {
    this.tables = tables;
    this.settings = settings;
    this.questions = new GatheredQuestions<>(tables::standings);
  }

  /** The standing of the principal in the room; fails where the database does not answer. */
  Future<Standing> of(Principal principal, Room room) {
    return Member.isUser(principal.subject())
        ? questions
            .ask(new Member(room, principal.subject()))
            .map(stored -> with(principal, room, stored))
        : Future.succeededFuture(new Standing(Optional.empty(), false, 0));
  }

  /** The standing of each member in the tables, read by one statement. */
  Future<Map<Member, Standing>> stored(Collection<Member> members) {
    return tables.standings(List.copyOf(members));
  }

  /** The standing of a principal whose standing in the tables is given. */
  Standing with(Principal principal, Room room, Standing stored) {
    return new Standing(role(principal, room, stored), stored.banned(), stored.kicks());
  }

  private Optional<Role> role(Principal principal, Room room, Standing stored) {
    return switch (settings.permissions()) {
      case TABLE -> stored.role();
      case CLAIMS -> claimed(principal, room);
      case OPEN -> Optional.of(Role.PLAYER);
    };
  }

  // Of several claimed roles, the one with the most rights applies.
  private Optional<Role> claimed(Principal principal, Room room) {
    for (Role role : List.of(Role.HOST, Role.PLAYER, Role.OBSERVER)) {
      if (principal.has(settings.claim(), room.name() + ":" + role.text())) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
