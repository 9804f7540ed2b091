package dev.tickgate.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;

/** Ports of this machine at which no program listens. */
final class FreePorts {
  private static final int ATTEMPTS = 100;
  private static final int LAST = 65_535;

  private FreePorts() {}

  /**
   * Returns the first port of a row of free ports.
   *
   * @param count the length of the row
   * @throws BindException where none was found
   */
  static int inARow(int count) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try (ServerSocket first = new ServerSocket(0)) {
        int port = first.getLocalPort();
        if (port + count - 1 <= LAST && areFree(port + 1, port + count)) {
          return port;
        }
      }
    }
    throw new BindException("found no %d free ports in a row".formatted(count));
  }

  private static boolean areFree(int from, int end) {
    for (int port = from; port < end; port++) {
      if (!isFree(port)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isFree(int port) {
    try (ServerSocket free = new ServerSocket(port)) {
      return free.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
