/**
 * A PostgreSQL table becomes a topic: {@code table → TickTable (what is newly visible?) → Horizon
 * (what of it is new?) → Journal (lease checked, offsets given, one statement) → bus}. One {@link
 * dev.tickgate.feed.PollerVerticle} a feed and node; the lease row in the database says which one
 * of them leads.
 */
package dev.tickgate.feed;
