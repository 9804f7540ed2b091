package dev.tickgate.chaos;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Cuts and slows the links of a site. */
final class LinkFaults {
  private static final long FLAP = 400;

  private final Site site;
  private final ScheduledExecutorService executor;
  private final Set<Member> slowed = ConcurrentHashMap.newKeySet();

  LinkFaults(Site site, ScheduledExecutorService executor) {
    this.site = site;
    this.executor = executor;
  }

  /** Cuts a link, or lets it be whole. */
  private interface Cut {
    void set(boolean apart);
  }

  /** Empty where another fault has the link. */
  Optional<Ongoing> begin(Fault fault) {
    Member leader = site.leader();
    Member gateway = gateway(fault, 0);
    return switch (fault.kind()) {
      case CUT_LEADER_FROM_GATEWAY -> cut(between(leader, gateway), leader + " " + gateway);
      case CUT_GATEWAY_FROM_GATEWAY ->
          cut(between(gateway, gateway(fault, 1)), gateway + " " + gateway(fault, 1));
      case CUT_LEADER_FROM_DATABASE -> cut(fromDatabase(leader), leader + " database");
      case FLAP_LEADER_FROM_GATEWAY -> flap(between(leader, gateway), leader + " " + gateway);
      case FLAP_LEADER_FROM_DATABASE -> flap(fromDatabase(leader), leader + " database");
      case SLOW_GATEWAY -> slow(gateway);
      default -> throw new IllegalArgumentException(fault.kind() + " is no fault of a link");
    };
  }

  private Member gateway(Fault fault, int next) {
    return site.gateways().get((fault.target() + next) % site.gateways().size());
  }

  private Cut between(Member one, Member other) {
    return apart -> site.network().cut(one.index(), other.index(), apart);
  }

  private Cut fromDatabase(Member member) {
    return apart -> site.network().cutFromDatabase(member.index(), apart);
  }

  private static Optional<Ongoing> cut(Cut link, String whom) {
    link.set(true);
    return Optional.of(new Ongoing(whom, () -> link.set(false)));
  }

  private Optional<Ongoing> flap(Cut link, String whom) {
    Flapping flapping = new Flapping(link);
    ScheduledFuture<?> timer =
        executor.scheduleWithFixedDelay(flapping, 0, FLAP, TimeUnit.MILLISECONDS);
    return Optional.of(
        new Ongoing(
            whom,
            () -> {
              timer.cancel(false);
              flapping.end();
            }));
  }

  /** A link that is cut and whole in turn, until it ends whole. */
  private static final class Flapping implements Runnable {
    private final Cut link;
    private boolean apart;
    private boolean over;

    Flapping(Cut link) {
      this.link = link;
    }

    @Override
    public synchronized void run() {
      if (!over) {
        apart = !apart;
        link.set(apart);
      }
    }

    synchronized void end() {
      over = true;
      if (apart) {
        link.set(false);
      }
    }
  }

  private Optional<Ongoing> slow(Member member) {
    if (!slowed.add(member)) {
      return Optional.empty();
    }
    site.network().slow(member.index(), true);
    return Optional.of(
        new Ongoing(
            member.name(),
            () -> {
              site.network().slow(member.index(), false);
              slowed.remove(member);
            }));
  }
}
