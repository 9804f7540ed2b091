/**
 * Positions, publications and their bounded memory, by which a stream is checked for gaps. Pure
 * Java, so that every rule here is tested without a server.
 */
package dev.tickgate.stream;
