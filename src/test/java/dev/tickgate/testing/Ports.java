package dev.tickgate.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/**
 * Ports for programs that cannot be asked to choose one: free on every address of the machine, and
 * each given once. The system may give a port of its own range (on Linux 32768 to 60999) to an
 * outgoing connection before the program listens on it, so the ports are of a lower range.
 */
public final class Ports {
  static final int FIRST = 10_000;
  static final int END = 30_000;

  private static final int OF_CLUSTER = 10;
  private static final int ATTEMPTS = 10_000;
  // A program may not yet listen on a port that was given to it. Guarded by the class.
  private static final Set<Integer> GIVEN = new HashSet<>();

  private Ports() {}

  /** A free port. */
  public static int free() {
    return free(1, Ports::candidate);
  }

  /**
   * The first of ten that are free, for processes of one cluster: each asks at all of them for the
   * others, and waits for a program that listens there and does not answer.
   */
  public static int ofCluster() {
    return free(OF_CLUSTER, Ports::candidate);
  }

  /** The first candidate that begins a row of so many free ports. */
  static synchronized int free(int count, IntSupplier candidates) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int first = candidates.getAsInt();
      if (IntStream.range(first, first + count).allMatch(Ports::isFree)) {
        IntStream.range(first, first + count).forEach(GIVEN::add);
        return first;
      }
    }
    throw new IllegalStateException(
        "no %d free ports in a row from %d to %d".formatted(count, FIRST, END));
  }

  private static int candidate() {
    return ThreadLocalRandom.current().nextInt(FIRST, END);
  }

  private static boolean isFree(int port) {
    return !GIVEN.contains(port)
        && isFree(port, null)
        && isFree(port, InetAddress.getLoopbackAddress());
  }

  /**
   * @param address null for all of the machine
   */
  private static boolean isFree(int port, InetAddress address) {
    try (ServerSocket socket = new ServerSocket(port, 1, address)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
