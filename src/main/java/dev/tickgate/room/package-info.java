/**
 * Rooms of a game: their access rights, presence, and the commands of their members. Events in a
 * room are publications of its topic. One process of the cluster keeps the presence of all rooms.
 */
package dev.tickgate.room;
