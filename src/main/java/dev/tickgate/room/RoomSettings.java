package dev.tickgate.room;

/**
 * How rooms are served.
 *
 * @param claim of tokens, with values such as {@code game_42:player}; where they give the roles
 */
public record RoomSettings(Permissions permissions, String claim) {
  /** The name of the feed of presence; no table's feed has it. */
  public static final String FEED = "presence";

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
