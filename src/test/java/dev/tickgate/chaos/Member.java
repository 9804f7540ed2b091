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
  private static final Duration START = Patience.ofSeconds(120);
  private static final String STARTED = "node.started";
  private static final int TRIES = 10;
  private static final int NO_DATABASE = 2;
  private static final Duration STOP = Patience.ofSeconds(40);
  private static final Pattern NODE = Pattern.compile("cluster\\.joined.*node=\"([^\"]+)\"");

  private final int index;
  private final String name;
  private final Path log;
  private final Clock clock;
  private final Supplier<ChildProcess> program;
  // Threads of several faults ask.
  private final AtomicBoolean taken = new AtomicBoolean();
  private volatile ChildProcess process;

  Member(int index, String name, Path log, Clock clock, Supplier<ChildProcess> program) {
    this.index = index;
    this.name = name;
    this.log = log;
    this.clock = clock;
    this.program = program;
  }

  int index() {
    return index;
  }

  String name() {
    return name;
  }

  Clock clock() {
    return clock;
  }

  boolean take() {
    return taken.compareAndSet(false, true);
  }

  boolean isTaken() {
    return taken.get();
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
    process.awaitLine(STARTED, START);
  }

  /** Started again and again, as by a supervisor: without a database it ends at once. */
  void comeBack() {
    for (int tries = 0; tries < TRIES; tries++) {
      start();
      try {
        awaitStarted();
        return;
      } catch (AssertionError e) {
        if (process.isAlive() || process.awaitExit(STOP) != NO_DATABASE) {
          throw e;
        }
        keepLog();
      }
    }
    throw new AssertionError(name + " does not come back:\n" + process.tail());
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

  @Override
  public String toString() {
    return name;
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
