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

/** The tables of rooms: one statement for any number of members. */
final class RoomTables {
  static final Schema SCHEMA = new Schema("room", List.of("V1__rooms.sql"));
  // A gateway to which thousands of clients come back at once is slow for some seconds.
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

  /** What each of them may do, by the tables. */
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

  /** Removes a member, for once or until it is pardoned. */
  Future<Void> exclude(Member member, boolean ban) {
    return execute(EXCLUDE, Tuple.of(member.room().name(), member.user(), ban)).mapEmpty();
  }

  /** Lets a banned user join again. */
  Future<Void> pardon(Member member) {
    return execute(PARDON, Tuple.of(member.room().name(), member.user())).mapEmpty();
  }

  /** Up to where a device of a user has acknowledged; empty where it has acknowledged nothing. */
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

  /** Notes that a device has the events up to a position; an earlier one changes nothing. */
  Future<Void> acknowledge(String user, String device, Position position) {
    return execute(ACKNOWLEDGE, Tuple.of(user, device, position.epoch(), position.offset()))
        .mapEmpty();
  }

  /** Those who are in rooms, as their members were told. */
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

  /** Notes who comes and who goes, before anybody is told. */
  Future<Void> decide(Map<Member, UUID> come, Collection<UUID> go) {
    List<Member> members = List.copyOf(come.keySet());
    UUID[] stays = members.stream().map(come::get).toArray(UUID[]::new);
    Future<Void> begun =
        members.isEmpty()
            ? Future.succeededFuture()
            : execute(BEGIN, rooms(members).addValue(users(members)).addValue(stays)).mapEmpty();
    return begun.compose(written -> each(LEAVE, go));
  }

  /** Notes what the members of rooms were told. */
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
