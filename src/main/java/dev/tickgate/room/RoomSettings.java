package dev.tickgate.room;

import dev.tickgate.stream.TopicFilter;
import java.time.Duration;

/**
 * The settings of rooms.
 *
 * @param claim the claim of tokens with values such as {@code game_42:player}, where claims give
 *     the roles
 * @param offline the events that wait for absent users
 */
public record RoomSettings(Permissions permissions, String claim, Offline offline) {
  /** The name of the feed of presence; a feed of a table cannot have it. */
  public static final String FEED = "presence";

  /**
   * The events of users.
   *
   * @param retention how long events are kept
   * @param most the number of events of a user that a gateway keeps in memory, at most; a device
   *     without an acknowledged position receives these
   * @param perDevice whether each device of a user has an acknowledged position of its own;
   *     otherwise all devices of a user share one
   */
  public record Offline(Duration retention, int most, boolean perDevice) {}

  /** The topics of rooms. */
  public static final TopicFilter ROOMS = new TopicFilter("room.*");

  /** The topics of users. */
  public static final TopicFilter USERS = new TopicFilter("user.*");

  /** The source of a user's role in a room. */
  public enum Permissions {
    /** The table tickgate.room_member. */
    TABLE,
    /** A claim of the user's token. */
    CLAIMS,
    /** No source: every authenticated user is a player in every room. */
    OPEN
  }
}
