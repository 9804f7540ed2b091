/**
 * The demo: an embedded PostgreSQL, and a recorder that inserts a quote per second into it. Nothing
 * else depends on it.
 */
package dev.tickgate.demo;
