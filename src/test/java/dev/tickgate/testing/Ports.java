package dev.tickgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Ports that nothing listened on a moment ago. */
public final class Ports {
  // A program may not yet listen on a port that was given to it.
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

  /**
   * The first of ten that are free, for processes of one cluster: each asks at all of them for the
   * others, and waits for whoever listens there and says nothing. Not of those that the system
   * gives away by itself.
   */
  public static int ofCluster() {
    while (true) {
      int first = ThreadLocalRandom.current().nextInt(10_000, 30_000);
      boolean free =
          IntStream.range(first, first + 10)
              .allMatch(port -> isFree(port) && !GIVEN.contains(port));
      if (free) {
        IntStream.range(first, first + 10).forEach(GIVEN::add);
        return first;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static int listenable() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
