package dev.tickgate.bus;

/**
 * A process asks the leader of a feed for its lease, as it leads fewer feeds of a group.
 *
 * @param node the process that asks
 * @param leads how many feeds of the group it leads
 */
public record LeaseRequest(String feed, String node, int leads) {}
