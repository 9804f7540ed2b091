package dev.tickgate.hub;

/**
 * A session as operators see it.
 *
 * @param number its place in the order in which sessions of this hub were opened
 * @param user the subject of its token; empty without one
 * @param request the id of the request that opened it
 * @param transport {@code websocket}, {@code sockjs} or {@code sse}
 * @param topics its subscriptions
 * @param waitingBytes of messages that its connection does not take yet
 */
public record SessionInfo(
    long number, String user, String request, String transport, int topics, long waitingBytes) {}
