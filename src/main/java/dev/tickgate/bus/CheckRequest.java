package dev.tickgate.bus;

/**
 * A gateway's question to the leader of a feed for missed publications, sent once a second.
 *
 * @param term the highest term that the gateway has received; 0 for none. One more than that of a
 *     leader that began before publications of an earlier leader, because its database went back
 * @param epoch the epoch of the sequence number; 0 where the gateway has none yet
 * @param seq the sequence number up to which the gateway has received the feed
 */
public record CheckRequest(String feed, long term, long epoch, long seq) {}
