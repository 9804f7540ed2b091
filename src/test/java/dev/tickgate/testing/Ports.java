package dev.tickgate.testing;

import dev.tickgate.cluster.ClusterSettings;
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
 * outgoing connection before the program listens on it, so the ports are of a lower range. The JVMs
 * that run tests beside each other have a part of it each, since one does not know which ports the
 * other has given.
 */
public final class Ports {
  private static final int ALL_FIRST = 10_000;
  private static final int ALL_END = 30_000;
  private static final int FORKS = 4;
  private static final int PART = (ALL_END - ALL_FIRST) / FORKS;
  static final int FIRST = first(Integer.getInteger("tests.fork", 1));
  static final int END = FIRST + PART;

  private static final int ATTEMPTS = 10_000;
  // A program may not yet listen on a port that was given to it. Guarded by the class.
  private static final Set<Integer> GIVEN = new HashSet<>();

  private Ports() {}

  /** Of the JVM with that number, from 1. */
  static int first(int fork) {
    return ALL_FIRST + (fork - 1) % FORKS * PART;
  }

  /** A free port. */
  public static int free() {
    return free(1, Ports::candidate);
  }

  /**
   * The first of ten that are free, for processes of one cluster: each asks at all of them for the
   * others, and waits for a program that listens there and does not answer.
   */
  public static int ofCluster() {
    return free(ClusterSettings.NEIGHBOURS, Ports::candidate);
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
