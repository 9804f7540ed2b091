package dev.tickgate.protocol;

import java.util.Locale;

/** Why a session was ended. 4000 to 4499: come back; 4500 to 4999: do not. */
public enum CloseCode {
  GOING_AWAY(1001, "The server stops; come back to another.", true),
  PROTOCOL_ERROR(1002, "What you sent is not WebSocket as RFC 6455 has it.", false),
  INVALID_DATA(1007, "A text you sent is not UTF-8.", false),
  POLICY(1008, "The URL is wrong, or the stream at it is not yours to hear.", false),
  TOO_BIG(1009, "A message you sent is longer than the server takes.", false),
  INTERNAL_ERROR(1011, "The server failed with your session; come back with your position.", true),
  TRY_LATER(1013, "Your token cannot be checked now; come back with it.", true),
  GO_AWAY(3000, "The mount that ends every session, of the diagnostics.", false, "Go away!"),
  SLOW(4008, "You read slower than the stream moves; come back with your position.", true),
  SILENT(4009, "You did not answer a ping.", true),
  UNAUTHORIZED(4401, "You are not known, or no longer; come back with a new token.", true),
  MESSAGE_TIMEOUT(4408, "A message that you began was not complete in time.", true),
  RATE_LIMITED(
      4429, "You went on sending commands or frames faster than the server takes them.", true);

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

  /** For the author of a client. */
  public String sentence() {
    return sentence;
  }

  /** Whether a client should connect again. */
  public boolean retry() {
    return retry;
  }

  /** The reason as it goes over the wire, in at most 123 bytes: {@code slow}. */
  public String reason() {
    return reason;
  }
}
