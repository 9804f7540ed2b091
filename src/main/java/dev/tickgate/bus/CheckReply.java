package dev.tickgate.bus;

/**
 * The leader's answer to a consistency check.
 *
 * @param state of the feed's source
 * @param head the feed's newest sequence number
 * @param topicEpoch the epoch of a topic that was never published to
 * @param complete whether {@code missed} begins right behind the gateway's sequence number (it may
 *     end before the head); false where the leader's memory does not reach back that far, or the
 *     epoch differs: the gateway goes on behind {@code head} and asks for each topic it holds
 * @param missed carries the leader's term and epoch
 */
public record CheckReply(
    FeedState state, long head, long topicEpoch, boolean complete, FeedBatch missed) {}
