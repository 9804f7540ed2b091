package dev.tickgate.room;

/**
 * The place of a session in a room.
 *
 * @param joined false where the session is only subscribed to the room's topic
 */
record Seat(Member member, Standing standing, boolean joined) {
  Seat standing(Standing now) {
    return new Seat(member, now, joined);
  }
}
