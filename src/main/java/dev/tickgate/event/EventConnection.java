package dev.tickgate.event;

import dev.tickgate.access.Principal;
import java.time.Instant;

/**
 * A client that receives events. One object per connection, told apart by identity.
 *
 * @param clientId what the client was told in {@code connected}
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
