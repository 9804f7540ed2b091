package dev.tickgate.protocol;

import java.util.Locale;

/** Why a session was ended. 4000 to 4499: come back; 4500 to 4999: do not. */
public enum CloseCode {
  GOING_AWAY(1001, "The server stops; come back to another.", true),
  POLICY(1008, "The path or a parameter of the URL is wrong.", false),
  SLOW(4008, "You read slower than the stream moves; come back with your position.", true),
  SILENT(4009, "You did not answer a ping.", true);

  private final int number;
  private final String sentence;
  private final boolean retry;

  CloseCode(int number, String sentence, boolean retry) {
    this.number = number;
    this.sentence = sentence;
    this.retry = retry;
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
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
