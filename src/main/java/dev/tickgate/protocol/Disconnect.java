package dev.tickgate.protocol;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The close of a session.
 *
 * @param retryAfter the milliseconds after which the client should reconnect; empty where the
 *     client decides, or should not reconnect
 * @param text the reason, at most 123 bytes; empty for that of the code
 */
public record Disconnect(CloseCode code, OptionalInt retryAfter, Optional<String> text) {
  /** Creates a close with the reason of the code. */
  public Disconnect(CloseCode code, OptionalInt retryAfter) {
    this(code, retryAfter, Optional.empty());
  }

  public static Disconnect of(CloseCode code) {
    return new Disconnect(code, OptionalInt.empty());
  }

  /** Returns a close with a reason of its own. */
  public static Disconnect of(CloseCode code, String text) {
    return new Disconnect(code, OptionalInt.empty(), Optional.of(text));
  }

  /** The reason as it is sent, in at most 123 bytes: {@code going away; retry in 230 ms}. */
  public String reason() {
    String reason = text.orElse(code.reason());
    return retryAfter.isEmpty()
        ? reason
        : "%s; retry in %d ms".formatted(reason, retryAfter.getAsInt());
  }
}
