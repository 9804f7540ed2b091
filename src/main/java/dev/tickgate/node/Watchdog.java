package dev.tickgate.node;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Ends the process when one of its event loops is blocked or its heap stays full: such a process
 * serves no client, and could still lead a feed. Its checks run on a thread of its own.
 */
public final class Watchdog {
  /** The exit code, as that of a JVM with {@code -XX:+ExitOnOutOfMemoryError}. */
  static final int EXIT = 3;

  static final int LOOP_CHECKS = 30;
  static final int HEAP_CHECKS = 10;
  // Created before memory runs out, as are the reasons.
  private static final Consumer<String> PRINT = line -> System.err.println(line);
  private static final IntConsumer HALT = code -> Runtime.getRuntime().halt(code);
  private static final String BLOCKED_LOOP =
      "an event loop has not turned for " + LOOP_CHECKS + " s";
  private static final String FULL_HEAP = "the heap has been full for " + HEAP_CHECKS + " s";
  private static final double FULL = 0.97;
  private static final long CHECK_MS = 1_000;
  private static final long PULSE_MS = 250;

  private final DoubleSupplier heap;
  private final Consumer<String> end;
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "watchdog");
            thread.setDaemon(true);
            return thread;
          });
  // Each element is written by its event loop.
  private final AtomicLongArray pulses;
  private final AtomicInteger started = new AtomicInteger();
  // Confined to the thread of the watchdog. It counts checks, not time: a process that was
  // suspended continues.
  private final long[] seen;
  private final int[] missed;
  private int full;

  /**
   * @param loops the number of event loops of the process
   * @param heap the used share of the maximum heap
   * @param end ends the process, for a reason
   */
  public Watchdog(int loops, DoubleSupplier heap, Consumer<String> end) {
    this.heap = heap;
    this.end = end;
    this.pulses = new AtomicLongArray(loops);
    this.seen = new long[loops];
    this.missed = new int[loops];
  }

  public static double heapUse() {
    Runtime runtime = Runtime.getRuntime();
    return (double) (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory();
  }

  /**
   * Prints the reason and ends the process, without the log and without shutdown hooks, which may
   * fail when memory has run out. Then printing may fail too, and the process ends nevertheless.
   */
  public static void halt(String reason) {
    halt(reason, PRINT, HALT);
  }

  static void halt(String reason, Consumer<String> print, IntConsumer exit) {
    try {
      print.accept("node.halted reason=\"" + reason + '"');
    } finally {
      exit.accept(EXIT);
    }
  }

  /** Counts the pulses of one event loop; deployed once for each loop. */
  public final class Pulse extends VerticleBase {
    @Override
    public Future<?> start() {
      int loop = started.getAndIncrement();
      vertx.setPeriodic(PULSE_MS, timer -> turned(loop));
      return Future.succeededFuture();
    }
  }

  void turned(int loop) {
    pulses.incrementAndGet(loop);
  }

  public Pulse pulse() {
    return new Pulse();
  }

  public void start() {
    rounds.scheduleWithFixedDelay(this::round, CHECK_MS, CHECK_MS, TimeUnit.MILLISECONDS);
  }

  public Future<?> stop() {
    rounds.shutdownNow();
    return Future.succeededFuture();
  }

  boolean allTurn() {
    return IntStream.range(0, pulses.length()).allMatch(loop -> pulses.get(loop) > 0);
  }

  private void round() {
    try {
      check();
    } catch (Throwable failure) {
      // Thrown on, it would end the checks. It is not logged: memory may have run out.
    }
  }

  /** Runs one check. */
  void check() {
    for (int loop = 0; loop < missed.length; loop++) {
      long pulse = pulses.get(loop);
      // A loop without a pulse is not deployed yet, and cannot miss one.
      missed[loop] = pulse > 0 && pulse == seen[loop] ? missed[loop] + 1 : 0;
      seen[loop] = pulse;
      if (missed[loop] >= LOOP_CHECKS) {
        end.accept(BLOCKED_LOOP);
      }
    }
    full = heap.getAsDouble() >= FULL ? full + 1 : 0;
    if (full >= HEAP_CHECKS) {
      end.accept(FULL_HEAP);
    }
  }
}
