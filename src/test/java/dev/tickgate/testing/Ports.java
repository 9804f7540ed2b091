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
 * Ports for programs that cannot choose one themselves. Each is free on every address of the
 * machine, and is assigned once. The system may use a port of its own range (on Linux 32768 to
 * 60999) for an outgoing connection before the program listens on it, so the ports are below that
 * range. Each of the JVMs that run tests concurrently has a part of the ports, because a JVM cannot
 * read which ports another one has assigned.
 */
public final class Ports {
  private static final int ALL_FIRST = 10_000;
  private static final int ALL_END = 30_000;
  private static final int FORKS = 4;
  private static final int PART = (ALL_END - ALL_FIRST) / FORKS;
  static final int FIRST = first(Integer.getInteger("tests.fork", 1));
  static final int END = FIRST + PART;

  private static final int ATTEMPTS = 10_000;
  // A program may not listen yet on a port that was assigned to it. Guarded by the class.
  private static final Set<Integer> GIVEN = new HashSet<>();

  private Ports() {}

  /** Returns the first port of the JVM with that number; numbers start at 1. */
  static int first(int fork) {
    return ALL_FIRST + (fork - 1) % FORKS * PART;
  }

  /** Returns a free port. */
  public static int free() {
    return free(1, Ports::candidate);
  }

  /**
   * Returns the first of ten consecutive free ports, for processes of one cluster. Each process
   * looks for the others at all of these ports, and waits for a program that listens there and does
   * not answer.
   */
  public static int ofCluster() {
    return free(ClusterSettings.NEIGHBOURS, Ports::candidate);
  }

  /** Returns the first candidate that begins {@code count} consecutive free ports. */
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
   * @param address null for all addresses of the machine
   */
  private static boolean isFree(int port, InetAddress address) {
    try (ServerSocket socket = new ServerSocket(port, 1, address)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
