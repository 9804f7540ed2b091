package dev.tickgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The CPU time and the memory of a JVM. */
public record JvmLoad(long pid) {
  private static final Pattern COMPILER = Pattern.compile("C[12] Compiler");
  // The last line of a histogram: the instances, then the bytes.
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  /**
   * Returns the processor time since the start, without the time of the JVM's compilers, which
   * still compile long after a process has become idle.
   */
  public Duration cpu() {
    Duration all =
        ProcessHandle.of(pid).flatMap(process -> process.info().totalCpuDuration()).orElseThrow();
    return all.minusNanos(compilerNanos());
  }

  private long compilerNanos() {
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      return threads.filter(JvmLoad::compiles).mapToLong(JvmLoad::nanos).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean compiles(Path thread) {
    return COMPILER.matcher(read(thread.resolve("comm"))).lookingAt();
  }

  private static long nanos(Path thread) {
    String spent = read(thread.resolve("schedstat"));
    return spent.isEmpty() ? 0 : Long.parseLong(spent.substring(0, spent.indexOf(' ')));
  }

  /**
   * Returns a file of a thread; empty where the thread has just ended: the JVM starts and ends
   * compiler threads as needed.
   */
  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException ended) {
      return "";
    }
  }

  /** Returns the bytes of the live objects in the heap. */
  public long liveBytes() {
    String histogram = histogram();
    Matcher total = TOTAL.matcher(histogram);
    if (!total.find()) {
      throw new AssertionError(histogram);
    }
    return Long.parseLong(total.group(1));
  }

  /**
   * Returns the number of live objects of a class in the heap.
   *
   * @param type the full name of the class
   */
  public long liveObjects(String type) {
    return histogram()
        .lines()
        .map(line -> line.trim().split("\\s+"))
        .filter(fields -> fields.length > 3 && fields[3].equals(type))
        .mapToLong(fields -> Long.parseLong(fields[1]))
        .sum();
  }

  private String histogram() {
    try {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(pid),
                  "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
