package dev.tickgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The measured process, as Linux reports it.
 *
 * @param pid its id
 */
record ServerProcess(long pid) {
  private static final double TICKS_PER_SECOND = 100;
  // In /proc/<pid>/stat, counted from the field after the name in parentheses.
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  boolean isKnown() {
    return Files.isReadable(file("stat"));
  }

  /** The seconds of processor time that it has used, in user and system mode. */
  double cpuSeconds() throws IOException {
    String stat = Files.readString(file("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]))
        / TICKS_PER_SECOND;
  }

  /** The seconds of processor time that this process has used. */
  static double ownCpuSeconds() {
    Duration used = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    return used.toNanos() / 1e9;
  }

  /** Its resident memory in KiB. */
  long residentKib() throws IOException {
    return Files.readAllLines(file("status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow(() -> new IOException("process " + pid + " has ended"));
  }

  /** Runs the garbage collector of a JVM; does nothing for another process. */
  void collectGarbage() throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    if (!Files.isExecutable(jcmd)) {
      return;
    }
    Process collecting =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    collecting.waitFor(30, TimeUnit.SECONDS);
  }

  private Path file(String name) {
    return Path.of("/proc", Long.toString(pid), name);
  }
}
