package dev.tickgate.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A child process and the lines that it writes. Closing it ends the process and its descendants.
 *
 * <p>One test uses it; a reader thread adds the lines, so they are guarded by a lock.
 */
public final class ChildProcess implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int TAIL = 60;

  private final Process process;
  private final List<String> lines = new ArrayList<>();
  // A killed process is no longer the parent of its children: they are recorded before.
  private final Set<ProcessHandle> descendants = new LinkedHashSet<>();

  // Open when the output has ended and all of it is in the lines.
  private final CountDownLatch read = new CountDownLatch(1);

  private ChildProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts a process without standard input; standard output and standard error are read as one.
   */
  public static ChildProcess start(ProcessBuilder builder) throws IOException {
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    ChildProcess child = new ChildProcess(process);
    Thread reader = new Thread(child::read, "output-of-" + process.pid());
    reader.setDaemon(true);
    reader.start();
    return child;
  }

  private void read() {
    try {
      readLines();
    } finally {
      read.countDown();
    }
  }

  private void readLines() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      output.lines().forEach(this::add);
    } catch (IOException | UncheckedIOException e) {
      add("(output ended: " + e.getMessage() + ")");
    }
  }

  private void add(String line) {
    synchronized (lines) {
      lines.add(line);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Returns all lines so far, of both outputs. */
  public List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** Returns the last 60 lines, for the message of a failure. */
  public String tail() {
    List<String> all = lines();
    return String.join("\n", all.subList(Math.max(0, all.size() - TAIL), all.size()));
  }

  /** Waits for a line that contains the text, written already or later; returns the first one. */
  public String awaitLine(String text, Duration limit) {
    Predicate<String> contains = line -> line.contains(text);
    await("a line with \"" + text + "\"", limit, () -> lines().stream().anyMatch(contains));
    return lines().stream().filter(contains).findFirst().orElseThrow();
  }

  /** Waits until a GET of the address is answered with the status. */
  public void awaitHttp(URI address, int status, Duration limit) {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(2)).build();
    await(status + " from " + address, limit, () -> answers(client, request, status));
  }

  private static boolean answers(HttpClient client, HttpRequest request, int status) {
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode() == status;
    } catch (IOException e) {
      return false; // not yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits until the condition holds; fails with the output where the process ends before. */
  void await(String what, Duration limit, BooleanSupplier condition) {
    try {
      Awaitility.await(what)
          .atMost(limit)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> condition.getAsBoolean() || !process.isAlive());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("no " + what + " within " + limit + ":\n" + tail());
    }
    // Checks again: the last lines of an ended process may be read after its end is detected.
    if (!condition.getAsBoolean() && !holdsAtTheEnd(condition)) {
      throw new AssertionError(
          "no " + what + ", the process ended with " + process.exitValue() + ":\n" + tail());
    }
  }

  private static boolean holdsAtTheEnd(BooleanSupplier condition) {
    try {
      Awaitility.await().atMost(GRACE).until(condition::getAsBoolean);
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  /**
   * Waits for the end; returns the exit code, or 128 plus the number of the signal that ended the
   * process. Then {@link #lines()} has the whole output, unless a child process still holds the
   * output open.
   */
  public int awaitExit(Duration limit) {
    if (!ended(limit)) {
      throw new AssertionError("process " + pid() + " still runs after " + limit + ":\n" + tail());
    }
    awaitOutput();
    return process.exitValue();
  }

  private void awaitOutput() {
    try {
      if (!read.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        add("(a process that this one started still holds the output)");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends SIGTERM, which requests a stop. */
  public void terminate() {
    signal("TERM");
  }

  /** Sends SIGKILL, which has the effect of a crash. */
  public void kill() {
    signal("KILL");
  }

  /** Sends SIGSTOP: the process keeps its connections and locks, and answers nothing. */
  public void pause() {
    signal("STOP");
  }

  /** Sends SIGCONT, which continues a paused process. */
  public void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    if (!isSent(name)) {
      throw new IllegalStateException("process " + pid() + " has ended already:\n" + tail());
    }
  }

  /** Sends a signal; returns whether the process was there to receive it. */
  private boolean isSent(String name) {
    remember();
    try {
      return process.isAlive()
          && new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void remember() {
    try (Stream<ProcessHandle> running = process.descendants()) {
      running.forEach(descendants::add);
    }
  }

  private boolean ended(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    // A paused process does not handle SIGTERM; a killed process may end at any moment.
    if (isSent("CONT")) {
      process.destroy();
      if (!ended(GRACE)) {
        process.destroyForcibly();
        ended(GRACE);
      }
    }
    descendants.forEach(ProcessHandle::destroyForcibly);
  }
}
