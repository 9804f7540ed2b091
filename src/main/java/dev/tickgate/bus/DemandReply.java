package dev.tickgate.bus;

/**
 * The leader's answer to a {@link DemandReport}.
 *
 * @param term the number of the leadership
 * @param known whether the report continued the reports that the leader has; otherwise the gateway
 *     sends a complete one
 */
public record DemandReply(long term, boolean known) {}
