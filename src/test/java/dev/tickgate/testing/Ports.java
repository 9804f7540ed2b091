package dev.tickgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ports that nothing listened on a moment ago. */
public final class Ports {
  // Nobody may have begun to listen on one that was given away already.
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Ports() {}

  /** A free port of the loopback interface, for a program that cannot be asked to choose one. */
  public static int free() {
    int port;
    do {
      port = listenable();
    } while (!GIVEN.add(port));
    return port;
  }

  private static int listenable() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
