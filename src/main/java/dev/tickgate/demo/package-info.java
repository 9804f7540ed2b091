/**
 * The demo: an embedded PostgreSQL, a simulated exchange whose quotes a recorder inserts into it,
 * and simulated quotes and events that need no exchange. Nothing else depends on it.
 */
package dev.tickgate.demo;
