/**
 * The demo: an embedded PostgreSQL, a simulated exchange whose quotes a recorder inserts into it,
 * and simulated quotes and events that need no exchange. Only the package node depends on it.
 */
package dev.tickgate.demo;
