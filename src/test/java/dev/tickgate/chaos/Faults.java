package dev.tickgate.chaos;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/** Lets a schedule's faults happen to a site, each at its time, and undoes each. */
final class Faults implements AutoCloseable {
  private static final int AT_ONCE = 8;

  private final Site site;
  private final Map<Stream, Writer> writers;
  private final LongSupplier clock;
  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(AT_ONCE);
  private final List<CompletableFuture<Void>> running = new ArrayList<>();
  private final Set<Member> slowed = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean databaseTaken = new AtomicBoolean();
  // Written by the threads of the faults.
  private final List<Happened> happened = new CopyOnWriteArrayList<>();

  Faults(Site site, Map<Stream, Writer> writers, LongSupplier clock) {
    this.site = site;
    this.writers = writers;
    this.clock = clock;
  }

  /** A fault that happened; {@code at} in milliseconds of the run. */
  record Happened(long at, Fault fault, String whom) {
    @Override
    public String toString() {
      return "%6.2f s %s %s %.1f s"
          .formatted(at / 1e3, fault.kind(), whom, fault.length().toMillis() / 1e3);
    }
  }

  /** How a fault ends. */
  private interface Undo {
    void run() throws Exception;
  }

  void start(Schedule schedule) {
    for (Fault fault : schedule.faults()) {
      CompletableFuture<Void> over = new CompletableFuture<>();
      running.add(over);
      long in = fault.at().toMillis() - clock.getAsLong();
      executor.schedule(() -> begin(fault, over), Math.max(0, in), TimeUnit.MILLISECONDS);
    }
  }

  /** Returns when all are over and undone; fails where one could not be. */
  List<Happened> await() {
    CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
        .orTimeout(3, TimeUnit.MINUTES)
        .join();
    return happened;
  }

  private void begin(Fault fault, CompletableFuture<Void> over) {
    try {
      Undo undo = happen(fault);
      executor.schedule(() -> end(undo, over), fault.length().toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception | AssertionError e) {
      over.completeExceptionally(e);
    }
  }

  private static void end(Undo undo, CompletableFuture<Void> over) {
    try {
      undo.run();
      over.complete(null);
    } catch (Exception | AssertionError e) {
      over.completeExceptionally(e);
    }
  }

  private Undo happen(Fault fault) throws Exception {
    return switch (fault.kind()) {
      case KILL_LEADER -> kill(fault, site.leader());
      case KILL_STANDBY -> kill(fault, standby());
      case KILL_GATEWAY -> kill(fault, gateway(fault));
      case PAUSE_LEADER -> pause(fault, site.leader());
      case PAUSE_STANDBY -> pause(fault, standby());
      case PAUSE_GATEWAY -> pause(fault, gateway(fault));
      case RESTART_POLLER -> restart(fault, site.pollers().get(fault.target() % 2), site.pollers());
      case RESTART_GATEWAY -> restart(fault, gateway(fault), site.gateways());
      case BREAK_CONNECTIONS -> breakConnections(fault);
      case CRASH_DATABASE -> crashDatabase(fault);
      case CUT_LEADER_FROM_GATEWAY -> cut(fault, site.leader(), gateway(fault));
      case CUT_GATEWAY_FROM_GATEWAY -> cut(fault, gateway(fault), next(fault));
      case SLOW_GATEWAY -> slow(fault, gateway(fault));
      case BURST -> burst(fault);
    };
  }

  private Member gateway(Fault fault) {
    return site.gateways().get(fault.target() % site.gateways().size());
  }

  private Member next(Fault fault) {
    return site.gateways().get((fault.target() + 1) % site.gateways().size());
  }

  private Member standby() {
    Member leader = site.leader();
    return site.pollers().stream().filter(poller -> poller != leader).findFirst().orElseThrow();
  }

  private void note(Fault fault, String whom) {
    happened.add(new Happened(clock.getAsLong(), fault, whom));
  }

  private Undo kill(Fault fault, Member member) {
    if (!member.take()) {
      return () -> {};
    }
    note(fault, member.name());
    member.kill();
    return () -> comeBack(member);
  }

  /** One after the other, as operators do it: only while all others of the kind are well. */
  private Undo restart(Fault fault, Member member, List<Member> kind) {
    boolean allWell = kind.stream().noneMatch(Member::isTaken);
    if (!allWell || !member.take()) {
      return () -> {};
    }
    note(fault, member.name());
    member.stopCleanly();
    return () -> comeBack(member);
  }

  private static void comeBack(Member member) {
    member.comeBack();
    member.giveBack();
  }

  private Undo pause(Fault fault, Member member) {
    if (!member.take()) {
      return () -> {};
    }
    note(fault, member.name());
    member.process().pause();
    return () -> {
      member.process().resume();
      member.giveBack();
    };
  }

  private Undo cut(Fault fault, Member one, Member other) {
    note(fault, one.name() + " " + other.name());
    site.network().cut(one.index(), other.index(), true);
    return () -> site.network().cut(one.index(), other.index(), false);
  }

  private Undo slow(Fault fault, Member member) {
    if (!slowed.add(member)) {
      return () -> {};
    }
    note(fault, member.name());
    site.network().slow(member.index(), true);
    return () -> {
      site.network().slow(member.index(), false);
      slowed.remove(member);
    };
  }

  private Undo breakConnections(Fault fault) {
    note(fault, "database");
    try {
      site.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tickgate'");
    } catch (SQLException e) {
      // It is down: they are broken already.
    }
    return () -> {};
  }

  private Undo crashDatabase(Fault fault) throws IOException {
    if (!databaseTaken.compareAndSet(false, true)) {
      return () -> {};
    }
    note(fault, "database");
    site.database().crash();
    return () -> {
      site.database().restart();
      databaseTaken.set(false);
    };
  }

  private Undo burst(Fault fault) {
    Stream stream = Site.STREAMS.get(fault.target() % Site.STREAMS.size());
    note(fault, stream.table());
    try {
      writers.get(stream).burst();
    } catch (SQLException e) {
      // The database is down or went down: whether it was committed the table tells.
    }
    return () -> {};
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
