package dev.tickgate.transport;

/**
 * The client at the other end of a transport, for operators.
 *
 * @param transport {@code websocket}, {@code sockjs} or {@code sse}
 * @param request the id of the request that opened it, as the client and the log know it
 */
public record Peer(String transport, String request) {
  /** Of a transport without a request. */
  public static final Peer UNKNOWN = new Peer("other", "");
}
