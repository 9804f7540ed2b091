/**
 * Makes drafts of the rows of a PostgreSQL table: {@code TickTable} reads the rows that became
 * visible, {@code VisibilityTracker} selects the new ones, {@code TableSource} passes them to the
 * sequencer. {@link dev.tickgate.feed.TableSources} creates one leader verticle per feed and node.
 */
package dev.tickgate.feed;
