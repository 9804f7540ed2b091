package dev.tickgate.room;

import dev.tickgate.stream.TopicFilter;
import java.time.Duration;

/**
 * How rooms are served.
 *
 * @param claim of tokens, with values such as {@code game_42:player}; where they give the roles
 * @param offline what waits for users that are absent
 */
public record RoomSettings(Permissions permissions, String claim, Offline offline) {
  /** The name of the feed of presence; no table's feed has it. */
  public static final String FEED = "presence";

  /**
   * The events of users.
   *
   * @param retention how long they wait
   * @param most of a user that a gateway remembers, and gives to one that has acknowledged nothing
   * @param perDevice whether each device of a user gets each event, not one of them
   */
  public record Offline(Duration retention, int most, boolean perDevice) {}

  /** The topics of rooms. */
  public static final TopicFilter ROOMS = new TopicFilter("room.*");

  /** The topics of users. */
  public static final TopicFilter USERS = new TopicFilter("user.*");

  /** Who says what a user may do in a room. */
  public enum Permissions {
    /** The table tickgate.room_member. */
    TABLE,
    /** A claim of the user's token. */
    CLAIMS,
    /** Nobody: every authenticated user is a player of every room. */
    OPEN
  }
}
