/**
 * A PostgreSQL table becomes drafts: {@code TickTable} reads what is newly visible, {@code
 * VisibilityTracker} decides what of it is new, {@code TableSource} hands it to the sequencer.
 * {@link dev.tickgate.feed.TableSources} makes one leader verticle a feed and node.
 */
package dev.tickgate.feed;
