/**
 * Rooms of a game: who may join, who is in, and the commands of its members. What happens in a room
 * is published as events of its topic; the presence of all rooms is kept by one process of the
 * cluster.
 */
package dev.tickgate.room;
