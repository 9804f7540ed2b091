/**
 * Positions, publications and their bounded memory: what makes a stream exact. Pure Java, so that
 * every rule here is tested without a server.
 */
package dev.tickgate.stream;
