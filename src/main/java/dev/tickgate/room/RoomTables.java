package dev.tickgate.room;

import dev.tickgate.store.Schema;
import dev.tickgate.stream.Position;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Reads and writes the tables of rooms; one statement serves any number of members. */
final class RoomTables {
  static final Schema SCHEMA = new Schema("room", List.of("V1__rooms.sql"));
  // A gateway is slow for some seconds when thousands of clients connect again at once.
  private static final long PATIENCE_MS = 10_000;

  private static final String STANDINGS =
      """
      select asked.number, m.role, coalesce(e.banned, false) as banned, coalesce(e.kicks, 0) as kicks
      from unnest($1::text[], $2::text[]) with ordinality as asked (room, user_id, number)
      left join tickgate.room_member m on m.room = asked.room and m.user_id = asked.user_id
      left join tickgate.room_exclusion e on e.room = asked.room and e.user_id = asked.user_id
      """;
  private static final String EXCLUDE =
      """
      insert into tickgate.room_exclusion as e (room, user_id, kicks, banned) values ($1, $2, 1, $3)
      on conflict (room, user_id) do update set kicks = e.kicks + 1, banned = e.banned or $3
      """;
  private static final String PARDON =
      "update tickgate.room_exclusion set banned = false where room = $1 and user_id = $2";
  private static final String STAYS =
      "select room, user_id, stay, announced, leaving from tickgate.room_presence";
  private static final String BEGIN =
      """
      insert into tickgate.room_presence (room, user_id, stay)
      select * from unnest($1::text[], $2::text[], $3::uuid[])
      """;
  private static final String LEAVE =
      "update tickgate.room_presence set leaving = true where stay = any($1::uuid[])";
  private static final String ANNOUNCED =
      "update tickgate.room_presence set announced = true where stay = any($1::uuid[])";
  private static final String END =
      "delete from tickgate.room_presence where stay = any($1::uuid[])";

  private static final String POSITION =
      "select epoch, \"offset\" from tickgate.user_position where user_id = $1 and device = $2";
  private static final String ACKNOWLEDGE =
      """
      insert into tickgate.user_position as p (user_id, device, epoch, "offset")
      values ($1, $2, $3, $4)
      on conflict (user_id, device) do update
      set epoch = $3, "offset" = $4, acknowledged = clock_timestamp()
      where (p.epoch, p."offset") < ($3, $4)
      """;

  private final Pool pool;

  RoomTables(Pool pool) {
    this.pool = pool;
  }

  Future<Void> migrate() {
    return SCHEMA.migrate(pool);
  }

  /** The standing of each member in the tables. */
  Future<Map<Member, Standing>> standings(List<Member> members) {
    return execute(STANDINGS, rooms(members).addValue(users(members)))
        .map(
            rows -> {
              Map<Member, Standing> found = new HashMap<>();
              rows.forEach(
                  row ->
                      found.put(
                          members.get((int) (row.getLong("number") - 1)),
                          new Standing(
                              Optional.ofNullable(row.getString("role")).flatMap(Role::parse),
                              row.getBoolean("banned"),
                              row.getLong("kicks"))));
              return found;
            });
  }

  /** Removes a member from its room. A ban also keeps the member out until it is pardoned. */
  Future<Void> exclude(Member member, boolean ban) {
    return execute(EXCLUDE, Tuple.of(member.room().name(), member.user(), ban)).mapEmpty();
  }

  /** Lets a banned user join again. */
  Future<Void> pardon(Member member) {
    return execute(PARDON, Tuple.of(member.room().name(), member.user())).mapEmpty();
  }

  /**
   * The position up to which a device of a user has acknowledged events; empty where it has
   * acknowledged none.
   */
  Future<Optional<Position>> position(String user, String device) {
    return execute(POSITION, Tuple.of(user, device))
        .map(
            rows -> {
              Optional<Position> found = Optional.empty();
              for (Row row : rows) {
                found = Optional.of(new Position(row.getLong("epoch"), row.getLong("offset")));
              }
              return found;
            });
  }

  /**
   * Stores that a device has received the events up to a position; an earlier position has no
   * effect.
   */
  Future<Void> acknowledge(String user, String device, Position position) {
    return execute(ACKNOWLEDGE, Tuple.of(user, device, position.epoch(), position.offset()))
        .mapEmpty();
  }

  /** The stored stays of members in rooms. */
  Future<Map<Member, Stay>> stays() {
    return execute(STAYS, Tuple.tuple())
        .map(
            rows -> {
              Map<Member, Stay> stays = new HashMap<>();
              rows.forEach(
                  row ->
                      Room.named(row.getString("room"))
                          .ifPresent(
                              room ->
                                  stays.put(
                                      new Member(room, row.getString("user_id")), stay(row))));
              return stays;
            });
  }

  private static Stay stay(Row row) {
    Stay.Phase phase =
        row.getBoolean("leaving")
            ? Stay.Phase.LEAVING
            : row.getBoolean("announced") ? Stay.Phase.PRESENT : Stay.Phase.JOINING;
    return new Stay(row.getUUID("stay"), phase);
  }

  /** Stores which members join and which leave, before the events are published. */
  Future<Void> decide(Map<Member, UUID> come, Collection<UUID> go) {
    List<Member> members = List.copyOf(come.keySet());
    UUID[] stays = members.stream().map(come::get).toArray(UUID[]::new);
    Future<Void> begun =
        members.isEmpty()
            ? Future.succeededFuture()
            : execute(BEGIN, rooms(members).addValue(users(members)).addValue(stays)).mapEmpty();
    return begun.compose(written -> each(LEAVE, go));
  }

  /** Stores that the events of these stays are published. */
  Future<Void> told(Collection<UUID> come, Collection<UUID> gone) {
    return each(ANNOUNCED, come).compose(written -> each(END, gone));
  }

  private Future<Void> each(String sql, Collection<UUID> stays) {
    return stays.isEmpty()
        ? Future.succeededFuture()
        : execute(sql, Tuple.tuple().addValue(stays.toArray(UUID[]::new))).mapEmpty();
  }

  private static Tuple rooms(List<Member> members) {
    return Tuple.tuple()
        .addValue(members.stream().map(member -> member.room().name()).toArray(String[]::new));
  }

  private static String[] users(List<Member> members) {
    return members.stream().map(Member::user).toArray(String[]::new);
  }

  private Future<RowSet<Row>> execute(String sql, Tuple values) {
    return pool.preparedQuery(sql).execute(values).timeout(PATIENCE_MS, TimeUnit.MILLISECONDS);
  }
}
