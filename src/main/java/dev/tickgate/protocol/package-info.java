/**
 * What clients and server say to each other: commands, replies, codes, and the two ways of writing
 * them (plain JSON, and the Vert.x event-bus bridge).
 */
package dev.tickgate.protocol;
