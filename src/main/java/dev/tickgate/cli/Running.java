package dev.tickgate.cli;

import dev.tickgate.config.Config;
import io.vertx.core.Future;

/** A process that was started by the command line. */
@FunctionalInterface
public interface Running {
  Future<Void> close();

  /** Applies the settings of a reread configuration that may change at run time. */
  default void reread(Config config) {}
}
