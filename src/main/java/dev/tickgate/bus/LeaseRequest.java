package dev.tickgate.bus;

/**
 * A request of a process to the leader of a feed for its lease, because it leads fewer feeds of a
 * group.
 *
 * @param node the process that asks
 * @param leads the number of feeds of the group that it leads
 */
public record LeaseRequest(String feed, String node, int leads) {}
