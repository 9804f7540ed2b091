package dev.tickgate.room;

import dev.tickgate.protocol.ErrorCode;
import java.util.Optional;

/** Events of rooms, for operators. Called from the event loops of a gateway. */
@FunctionalInterface
public interface RoomMetrics {
  /**
   * A command was answered.
   *
   * @param refused the error code of a refused command; empty where the command was executed
   */
  void answered(String command, Optional<ErrorCode> refused);
}
