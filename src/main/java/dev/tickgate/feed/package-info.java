/**
 * A PostgreSQL table becomes drafts: {@code TickTable} reads what is newly visible, {@code
 * VisibilityTracker} decides what of it is new, {@code PollLoop} hands it to the sequencer. One
 * {@link dev.tickgate.feed.PollerVerticle} a feed and node.
 */
package dev.tickgate.feed;
