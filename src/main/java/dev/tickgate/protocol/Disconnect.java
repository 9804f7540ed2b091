package dev.tickgate.protocol;

import java.util.OptionalInt;

/**
 * How a session is ended.
 *
 * @param retryAfter milliseconds after which the client should come back; empty where it is its own
 *     to decide, or should not
 */
public record Disconnect(CloseCode code, OptionalInt retryAfter) {
  public static Disconnect of(CloseCode code) {
    return new Disconnect(code, OptionalInt.empty());
  }

  /** As it goes over the wire, in at most 123 bytes: {@code going away; retry in 230 ms}. */
  public String reason() {
    return retryAfter.isEmpty()
        ? code.reason()
        : "%s; retry in %d ms".formatted(code.reason(), retryAfter.getAsInt());
  }
}
