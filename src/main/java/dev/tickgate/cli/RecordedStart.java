package dev.tickgate.cli;

import dev.tickgate.cli.ArchiveRefusal.Code;
import dev.tickgate.node.Banner;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process of this program, from its start to its end, with the newest lines of its output. */
final class RecordedStart implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int LINES = 40;

  private final Process process;
  private final CompletableFuture<Void> serving = new CompletableFuture<>();
  // Written by the thread that reads the output; at most 40 lines.
  private final List<String> lines = new ArrayList<>();

  private RecordedStart(Process process) {
    this.process = process;
  }

  /** Starts the process with these variables, and without the settings of this process. */
  static RecordedStart of(List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Passes on neither a database nor a secret: the process must not use the systems of this one.
    builder
        .environment()
        .keySet()
        .removeIf(name -> !name.matches("PATH|HOME|TMPDIR|LD_LIBRARY_PATH|LANG|LC_.*"));
    builder.environment().putAll(environment);
    RecordedStart start = new RecordedStart(builder.start());
    Thread reader = new Thread(start::read, "output-of-archive");
    reader.setDaemon(true);
    reader.start();
    return start;
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        add(line);
        if (line.equals(Banner.LAST_LINE)) {
          serving.complete(null);
        }
      }
    } catch (IOException e) {
      add(e.toString());
    }
    serving.completeExceptionally(new IOException("it ended"));
  }

  private void add(String line) {
    synchronized (lines) {
      lines.add(line);
      if (lines.size() > LINES) {
        lines.remove(0);
      }
    }
  }

  /** The newest lines of its output. */
  String output() {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  /** Waits until the process serves clients. */
  void awaitServing() throws ArchiveRefusal, InterruptedException {
    try {
      serving.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new ArchiveRefusal(
          Code.ARCHIVE_FAILED, "the gateway for the archive did not start:\n" + output());
    }
  }

  /** Stops the process, and waits until it has ended and has written its archive. */
  void stop() throws ArchiveRefusal, InterruptedException {
    process.destroy();
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new ArchiveRefusal(
          Code.ARCHIVE_FAILED, "the gateway for the archive did not stop:\n" + output());
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
