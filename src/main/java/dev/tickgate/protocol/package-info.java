/**
 * The messages between clients and server: commands, replies, codes, and their formats (plain JSON,
 * the Vert.x event-bus bridge, and those of single endpoints).
 */
package dev.tickgate.protocol;
