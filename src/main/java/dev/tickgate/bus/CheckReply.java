package dev.tickgate.bus;

/**
 * The leader's answer to a consistency check.
 *
 * @param state the state of the feed's source
 * @param head the feed's newest sequence number
 * @param topicEpoch the epoch of a topic that was never published to
 * @param complete whether {@code missed} begins right after the gateway's sequence number (it may
 *     end before the head). False where the leader's memory does not reach back that far, or the
 *     epoch differs. Then the gateway continues after {@code head}, and asks for each topic that it
 *     holds
 * @param missed the missed publications, with the leader's term and epoch
 */
public record CheckReply(
    FeedState state, long head, long topicEpoch, boolean complete, FeedBatch missed) {}
