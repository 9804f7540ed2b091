package dev.tickgate.chaos;

import dev.tickgate.testing.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A poller or a gateway that dies and comes back. One fault at a time has it. */
final class Member implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(40);
  private static final Pattern NODE = Pattern.compile("cluster\\.joined.*node=\"([^\"]+)\"");

  private final int index;
  private final String name;
  private final Path log;
  private final Supplier<ChildProcess> program;
  // Threads of several faults ask.
  private final AtomicBoolean taken = new AtomicBoolean();
  private volatile ChildProcess process;

  Member(int index, String name, Path log, Supplier<ChildProcess> program) {
    this.index = index;
    this.name = name;
    this.log = log;
    this.program = program;
  }

  int index() {
    return index;
  }

  String name() {
    return name;
  }

  boolean take() {
    return taken.compareAndSet(false, true);
  }

  void giveBack() {
    taken.set(false);
  }

  ChildProcess process() {
    return process;
  }

  void start() {
    process = program.get();
  }

  void awaitStarted() {
    process.awaitLine("Stop        Ctrl-C", START);
  }

  void kill() {
    process.kill();
    process.awaitExit(STOP);
    keepLog();
  }

  void stopCleanly() {
    process.terminate();
    int code = process.awaitExit(STOP);
    keepLog();
    if (code != 0) {
      throw new AssertionError(name + " left with " + code + ":\n" + process.tail());
    }
  }

  /** The id under which it holds leases; empty before it has joined. */
  String node() {
    for (String line : process.lines()) {
      Matcher joined = NODE.matcher(line);
      if (joined.find()) {
        return joined.group(1);
      }
    }
    return "";
  }

  private void keepLog() {
    try {
      Files.write(log, process.lines(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
      keepLog();
    }
  }
}
