package dev.tickgate.chaos;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Lets a schedule's faults happen to a site, each at its time, and undoes each. */
final class Faults implements AutoCloseable {
  private static final int AT_ONCE = 12;
  private static final int[] BURSTS = {300, 3_000, 10_000};

  private final Map<Stream, Writer> writers;
  private final LongSupplier clock;
  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(AT_ONCE);
  private final ProcessFaults processes;
  private final LinkFaults links;
  private final DatabaseFaults database;
  private final ClockFaults clocks;
  private final OperatorFaults operators;
  private final List<CompletableFuture<Void>> running = new ArrayList<>();
  // Written by the threads of the faults.
  private final List<Happened> happened = new CopyOnWriteArrayList<>();

  Faults(Site site, Map<Stream, Writer> writers, LongSupplier clock) {
    this.writers = writers;
    this.clock = clock;
    this.processes = new ProcessFaults(site);
    this.links = new LinkFaults(site, executor);
    this.database = new DatabaseFaults(site.database());
    this.clocks = new ClockFaults(site, executor);
    this.operators = new OperatorFaults(site, database, clock);
  }

  /** A fault that happened, from its beginning to the end of its undoing. */
  record Happened(Span span, Fault fault, String whom) {
    @Override
    public String toString() {
      return "%6.2f to %6.2f s %s %s"
          .formatted(span.from() / 1e3, span.to() / 1e3, fault.kind(), whom);
    }
  }

  /** The times of the schedule count from now. */
  void start(Schedule schedule) {
    for (Fault fault : schedule.faults()) {
      CompletableFuture<Void> over = new CompletableFuture<>();
      running.add(over);
      executor.schedule(() -> begin(fault, over), fault.at().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Returns when all that were started are over and undone; fails where one could not be. */
  void await() {
    CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
        .orTimeout(3, TimeUnit.MINUTES)
        .join();
    running.clear();
  }

  /** All that happened, in the order of their ends. */
  List<Happened> happened() {
    return happened;
  }

  private void begin(Fault fault, CompletableFuture<Void> over) {
    long from = clock.getAsLong();
    try {
      Optional<Ongoing> begun = happen(fault);
      if (begun.isEmpty()) {
        over.complete(null);
        return;
      }
      Runnable end = () -> end(from, fault, begun.get(), over);
      executor.schedule(end, fault.length().toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception | AssertionError e) {
      over.completeExceptionally(new IllegalStateException(fault + " did not begin", e));
    }
  }

  private void end(long from, Fault fault, Ongoing ongoing, CompletableFuture<Void> over) {
    try {
      ongoing.undo().run();
      Span span = new Span(from, clock.getAsLong());
      happened.add(new Happened(span, fault, ongoing.whom()));
      over.complete(null);
    } catch (Exception | AssertionError e) {
      over.completeExceptionally(new IllegalStateException(fault + " was not undone", e));
    }
  }

  private Optional<Ongoing> happen(Fault fault) throws Exception {
    return switch (fault.kind().group) {
      case PROCESS -> processes.begin(fault);
      case LINK -> links.begin(fault);
      case DATABASE -> database.begin(fault);
      case CLOCK -> fault.kind().isOfNode() ? processes.begin(fault) : clocks.begin(fault);
      case OPERATOR -> operators.begin(fault);
      case LOAD -> burst(fault);
    };
  }

  private Optional<Ongoing> burst(Fault fault) {
    Stream stream = Site.STREAMS.get(fault.target() % Site.STREAMS.size());
    int rows = BURSTS[fault.target() % BURSTS.length];
    try {
      writers.get(stream).burst(rows);
    } catch (SQLException e) {
      // The database is down or went down: the table tells whether it was committed.
    }
    return Optional.of(Ongoing.done(stream.table() + " " + rows));
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
