package dev.tickgate.client;

/**
 * Counts of a client since its start, in payloads. Each payload of a batch counts.
 *
 * @param published payloads with the result {@link PublishResult.Published}
 * @param refused payloads with the result {@link PublishResult.Refused}
 * @param failed payloads with the result {@link PublishResult.Failed}
 * @param repeated requests that the client sent again, of any number of payloads
 * @param inFlight requests without a result now
 */
public record PublisherCounts(
    long published, long refused, long failed, long repeated, int inFlight) {}
