package dev.tickgate.client;

import java.util.List;
import java.util.OptionalInt;

/** The outcome of a request to publish. */
public sealed interface PublishResult {
  /**
   * The publications are committed.
   *
   * @param topic the topic
   * @param positions the position of each payload, in order
   */
  record Published(String topic, List<Position> positions) implements PublishResult {
    /**
     * Takes a copy of the positions.
     *
     * @param topic the topic
     * @param positions the position of each payload, in order
     */
    public Published {
      positions = List.copyOf(positions);
      if (positions.isEmpty()) {
        throw new IllegalArgumentException("positions: there is none");
      }
    }

    /**
     * The epoch of the first publication.
     *
     * @return its epoch
     */
    public long epoch() {
      return positions.get(0).epoch();
    }

    /**
     * The offset of the first publication.
     *
     * @return its offset
     */
    public long offset() {
      return positions.get(0).offset();
    }
  }

  /**
   * The server published nothing, and would refuse the same request again.
   *
   * @param code the code of the server, such as {@code INVALID_EVENT}; {@code HTTP_404} and the
   *     like if another server answered
   * @param message the reason, for the author of the program
   * @param index the index of the wrong payload, from 0; empty if the server names none
   */
  record Refused(String code, String message, OptionalInt index) implements PublishResult {}

  /**
   * The outcome is unknown. A program may publish again with the same key: the server publishes a
   * key once.
   *
   * @param cause the failure of the last attempt
   * @param attempts the number of attempts; 0: the client sent nothing
   * @param key the key to publish with again
   */
  record Failed(Throwable cause, int attempts, String key) implements PublishResult {}
}
