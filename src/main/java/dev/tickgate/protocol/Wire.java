package dev.tickgate.protocol;

import dev.tickgate.stream.Publication;
import java.util.Optional;

/** One way of writing commands, replies and publications as text messages. */
public interface Wire {
  /** Reads what a client sent; whatever it is, the answer is a command or a refusal. */
  Command read(String message);

  /** A publication as it is sent live. */
  byte[] write(Publication publication);

  /** The newest publication, sent at once to who subscribes. */
  byte[] writeSnapshot(Publication publication);

  /**
   * A publication as its difference to the one before it; empty where this way of writing has no
   * words for that.
   *
   * @param patch a merge patch for the payload before
   */
  default Optional<byte[]> writeDelta(Publication publication, String patch) {
    return Optional.empty();
  }

  /** A reply; empty where this way of writing has no words for it. */
  Optional<byte[]> write(Reply reply);

  /**
   * Whether a slow client gets the newest publication in place of older ones, whatever the delivery
   * of the topic.
   */
  default boolean alwaysConflates() {
    return false;
  }
}
