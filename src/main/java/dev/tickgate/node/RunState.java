package dev.tickgate.node;

import java.util.Optional;

/**
 * Whether the parts of a node run. One thread starts and one stops the node; any thread may read.
 */
public final class RunState {
  // Until it is set, some parts have not registered their health checks.
  private volatile boolean started;
  private volatile boolean stopping;

  public void setStarted() {
    started = true;
  }

  public void setStopping() {
    stopping = true;
  }

  public boolean isStopping() {
    return stopping;
  }

  /** Returns the reason for which the node is not ready; empty while all its parts run. */
  public Optional<String> problem() {
    if (stopping) {
      return Optional.of("the process is stopping");
    }
    return started ? Optional.empty() : Optional.of("the process is still starting");
  }
}
