package dev.tickgate.protocol;

import dev.tickgate.stream.Publication;
import java.util.Optional;

/** A format of commands, replies and publications as text messages. */
public interface Wire {
  /** Reads a message of a client; an invalid message becomes {@link Command.Refused}. */
  Command read(String message);

  /** Writes a publication as it is sent live. */
  byte[] write(Publication publication);

  /** Writes the newest publication as it is sent at once to a new subscriber. */
  byte[] writeSnapshot(Publication publication);

  /**
   * Writes a publication as its difference to the previous one; empty where the format has no
   * differences.
   *
   * @param patch a merge patch for the previous payload
   */
  default Optional<byte[]> writeDelta(Publication publication, String patch) {
    return Optional.empty();
  }

  /** Writes a reply; empty where the format does not have it. */
  Optional<byte[]> write(Reply reply);

  /**
   * Whether a slow client gets the newest publication in place of older ones, whatever the delivery
   * of the topic.
   */
  default boolean alwaysConflates() {
    return false;
  }
}
