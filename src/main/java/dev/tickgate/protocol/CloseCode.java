package dev.tickgate.protocol;

import java.util.Locale;

/**
 * The reasons for which the server closes a session. After 4000 to 4499 a client should reconnect,
 * after 4500 to 4999 it should not.
 */
public enum CloseCode {
  GOING_AWAY(1001, "The server stops; reconnect to another server with the position.", true),
  PROTOCOL_ERROR(1002, "The client violated the WebSocket protocol (RFC 6455).", false),
  INVALID_DATA(1007, "The client sent text that is not valid UTF-8.", false),
  POLICY(1008, "The URL is invalid, or the access rules do not allow the stream at it.", false),
  TOO_BIG(1009, "The client sent a message that is longer than the server allows.", false),
  INTERNAL_ERROR(
      1011, "The server failed to serve this session; reconnect with the position.", true),
  TRY_LATER(1013, "The server cannot check the token now; reconnect with the same token.", true),
  GO_AWAY(3000, "The diagnostics mount for closes ends every session.", false, "Go away!"),
  SLOW(4008, "The client reads more slowly than the stream; reconnect with the position.", true),
  SILENT(4009, "The client did not answer a ping.", true),
  UNAUTHORIZED(4401, "The token is missing, invalid or expired; reconnect with a new token.", true),
  MESSAGE_TIMEOUT(4408, "The client did not complete a message in time.", true),
  RATE_LIMITED(4429, "The client kept exceeding the rate limit for commands or frames.", true);

  private final int number;
  private final String sentence;
  private final boolean retry;
  private final String reason;

  CloseCode(int number, String sentence, boolean retry) {
    this.number = number;
    this.sentence = sentence;
    this.retry = retry;
    this.reason = name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  CloseCode(int number, String sentence, boolean retry, String reason) {
    this.number = number;
    this.sentence = sentence;
    this.retry = retry;
    this.reason = reason;
  }

  public short number() {
    return (short) number;
  }

  /** The explanation that the server sends with the code. */
  public String sentence() {
    return sentence;
  }

  /** Whether the client should reconnect. */
  public boolean retry() {
    return retry;
  }

  /** The reason in the close frame, at most 123 bytes: {@code slow}. */
  public String reason() {
    return reason;
  }
}
