/**
 * What makes the one-command run complete: a PostgreSQL of our own, and a recorder that writes a
 * quote a second into it. Nothing else depends on it.
 */
package dev.tickgate.demo;
