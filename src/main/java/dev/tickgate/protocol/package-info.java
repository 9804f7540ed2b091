/**
 * The messages between clients and server: commands, replies, codes, and their two formats (plain
 * JSON, and the Vert.x event-bus bridge).
 */
package dev.tickgate.protocol;
