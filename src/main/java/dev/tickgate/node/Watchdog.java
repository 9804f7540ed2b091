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
import java.util.stream.IntStream;

/**
 * Ends the process when one of its event loops does not turn or its heap stays full: such a process
 * answers nobody, and could go on to lead a feed. Its checks run on a thread of its own.
 */
public final class Watchdog {
  /** The exit code, as that of a JVM with {@code -XX:+ExitOnOutOfMemoryError}. */
  static final int EXIT = 3;

  static final int LOOP_CHECKS = 30;
  static final int HEAP_CHECKS = 10;
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
  // Each is written by its event loop.
  private final AtomicLongArray pulses;
  private final AtomicInteger started = new AtomicInteger();
  // Of the watchdog's thread. Checks are counted, not time: a paused process continues.
  private final long[] seen;
  private final int[] missed;
  private int full;

  /**
   * @param loops event loops of the process
   * @param heap the share of the largest heap that is in use
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

  /** Logs the reason, and ends the process also where that is not possible any more. */
  public static void halt(String reason) {
    System.err.println("node.halted reason=\"" + reason + '"');
    Runtime.getRuntime().halt(EXIT);
  }

  /** Shows that one event loop turns; to be deployed once for each of them. */
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
    rounds.scheduleWithFixedDelay(this::check, CHECK_MS, CHECK_MS, TimeUnit.MILLISECONDS);
  }

  public Future<?> stop() {
    rounds.shutdownNow();
    return Future.succeededFuture();
  }

  boolean allTurn() {
    return IntStream.range(0, pulses.length()).allMatch(loop -> pulses.get(loop) > 0);
  }

  /** One round. */
  void check() {
    for (int loop = 0; loop < missed.length; loop++) {
      long pulse = pulses.get(loop);
      // A loop whose pulse was not deployed yet has nothing to miss.
      missed[loop] = pulse > 0 && pulse == seen[loop] ? missed[loop] + 1 : 0;
      seen[loop] = pulse;
      if (missed[loop] >= LOOP_CHECKS) {
        end.accept("an event loop has not turned for %d s".formatted(LOOP_CHECKS));
      }
    }
    full = heap.getAsDouble() >= FULL ? full + 1 : 0;
    if (full >= HEAP_CHECKS) {
      end.accept("the heap has been full for %d s".formatted(HEAP_CHECKS));
    }
  }
}
