package dev.tickgate.transport;

/**
 * The client at the other end of a transport, for operators.
 *
 * @param transport {@code websocket}, {@code sockjs} or {@code sse}
 * @param request the id of the request that opened it, as in the response and in the log
 */
public record Peer(String transport, String request) {
  /** The peer of a transport without a request. */
  public static final Peer UNKNOWN = new Peer("other", "");
}
