package dev.tickgate.hub;

/**
 * A session as operators see it.
 *
 * @param number the number of the session in the order in which this hub opened them
 * @param user the subject of its token; empty without one
 * @param request the id of the request that opened it
 * @param transport {@code websocket}, {@code sockjs} or {@code sse}
 * @param topics the number of its subscriptions
 * @param waitingBytes the bytes of messages in its outbox, without quotes
 */
public record SessionInfo(
    long number, String user, String request, String transport, int topics, long waitingBytes) {}
