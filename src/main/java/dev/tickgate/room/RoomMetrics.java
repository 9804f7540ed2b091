package dev.tickgate.room;

import dev.tickgate.protocol.ErrorCode;
import java.util.Optional;

/** Events of rooms, for operators. Called from the event loops of a gateway. */
@FunctionalInterface
public interface RoomMetrics {
  /**
   * A command was answered.
   *
   * @param refused why it was not executed
   */
  void answered(String command, Optional<ErrorCode> refused);
}
