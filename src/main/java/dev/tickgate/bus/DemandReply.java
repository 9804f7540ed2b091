package dev.tickgate.bus;

/**
 * The leader's answer.
 *
 * @param term the number of the leadership
 * @param known whether the report continued what the leader knows; otherwise the gateway begins
 *     anew
 */
public record DemandReply(long term, boolean known) {}
