package dev.tickgate.chaos;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Sets the clock of a site's database. */
final class ClockFaults {
  private static final Duration STEP = Duration.ofSeconds(5);
  private static final Duration LEAP = Duration.ofHours(1);
  private static final long SWAY = 700;
  // Long enough for a lease to be renewed.
  private static final long LEAP_SEEN = 1_000;

  private final Site site;
  private final ScheduledExecutorService executor;
  // One fault at a time has the clock; each step back stays.
  private final AtomicBoolean taken = new AtomicBoolean();
  private volatile Duration base = Duration.ZERO;

  ClockFaults(Site site, ScheduledExecutorService executor) {
    this.site = site;
    this.executor = executor;
  }

  /** Empty where another fault has the clock. */
  Optional<Ongoing> begin(Fault fault) throws Exception {
    if (!taken.compareAndSet(false, true)) {
      return Optional.empty();
    }
    Ongoing ongoing =
        switch (fault.kind()) {
          case CLOCK_BACK -> back();
          case CLOCK_FORWARD -> forward();
          case CLOCK_SWAY -> sway();
          default -> throw new IllegalArgumentException(fault.kind() + " is no fault of a clock");
        };
    return Optional.of(
        new Ongoing(
            ongoing.whom(),
            () -> {
              ongoing.undo().run();
              taken.set(false);
            }));
  }

  private Ongoing back() {
    base = base.minus(STEP);
    site.database().clock().set(base);
    return takeover();
  }

  private Ongoing takeover() {
    return ProcessFaults.kill(site.leader()).orElse(Ongoing.done("nobody"));
  }

  private Ongoing forward() throws Exception {
    site.database().clock().set(base.plus(LEAP));
    executor.schedule(() -> {}, LEAP_SEEN, TimeUnit.MILLISECONDS).get();
    Ongoing killed = ProcessFaults.killAll(site.pollers());
    return new Ongoing(
        killed.whom(),
        () -> {
          site.database().clock().set(base);
          killed.undo().run();
        });
  }

  private Ongoing sway() {
    AtomicLong turns = new AtomicLong();
    Runnable turn =
        () -> {
          Duration to = turns.getAndIncrement() % 2 == 0 ? STEP.negated() : STEP;
          site.database().clock().set(base.plus(to));
        };
    ScheduledFuture<?> timer =
        executor.scheduleWithFixedDelay(turn, 0, SWAY, TimeUnit.MILLISECONDS);
    Ongoing killed = takeover();
    return new Ongoing(
        killed.whom(),
        () -> {
          timer.cancel(false);
          // After a turn that was under way.
          executor.submit(() -> site.database().clock().set(base)).get();
          killed.undo().run();
        });
  }
}
