package dev.tickgate.protocol;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a session is ended.
 *
 * @param retryAfter milliseconds after which the client should come back; empty where it is its own
 *     to decide, or should not
 * @param text the reason, at most 123 bytes; empty: that of the code
 */
public record Disconnect(CloseCode code, OptionalInt retryAfter, Optional<String> text) {
  /** With the reason of the code. */
  public Disconnect(CloseCode code, OptionalInt retryAfter) {
    this(code, retryAfter, Optional.empty());
  }

  public static Disconnect of(CloseCode code) {
    return new Disconnect(code, OptionalInt.empty());
  }

  /** With a reason of its own. */
  public static Disconnect of(CloseCode code, String text) {
    return new Disconnect(code, OptionalInt.empty(), Optional.of(text));
  }

  /** As it goes over the wire, in at most 123 bytes: {@code going away; retry in 230 ms}. */
  public String reason() {
    String reason = text.orElse(code.reason());
    return retryAfter.isEmpty()
        ? reason
        : "%s; retry in %d ms".formatted(reason, retryAfter.getAsInt());
  }
}
