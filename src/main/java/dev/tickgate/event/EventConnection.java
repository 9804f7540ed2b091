package dev.tickgate.event;

import dev.tickgate.access.Principal;
import java.time.Instant;

/**
 * A client that receives events. Each connection has one object; two objects are never equal.
 *
 * @param clientId the id that the client received in {@code connected}
 */
public record EventConnection(String clientId, Instant connectedAt, Principal principal) {
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
