package dev.tickgate.bus;

/**
 * A gateway's question to the leader of a feed, once a second: what did I miss?
 *
 * @param term the highest term the gateway has heard; 0 for none; one more than the leader's where
 *     the leader begins before what an earlier one published: its database went back
 * @param epoch of the sequence number; 0 where the gateway has none yet
 * @param seq the sequence number up to which the gateway has received the feed
 */
public record CheckRequest(String feed, long term, long epoch, long seq) {}
