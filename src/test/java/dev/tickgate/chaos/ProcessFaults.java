package dev.tickgate.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Kills, pauses and restarts the processes of a site, and sets their clocks. */
final class ProcessFaults {
  private static final List<Duration> WRONG =
      List.of(Duration.ofHours(1), Duration.ofSeconds(-30), Duration.ofSeconds(5));

  private final Site site;

  ProcessFaults(Site site) {
    this.site = site;
  }

  /** Empty where another fault has the process. */
  Optional<Ongoing> begin(Fault fault) {
    return switch (fault.kind()) {
      case KILL_LEADER -> kill(site.leader());
      case KILL_STANDBY -> kill(standby());
      case KILL_GATEWAY -> kill(gateway(fault));
      case PAUSE_LEADER -> pause(site.leader());
      case PAUSE_STANDBY -> pause(standby());
      case PAUSE_GATEWAY -> pause(gateway(fault));
      case RESTART_POLLER -> restart(poller(fault), site.pollers());
      case RESTART_GATEWAY -> restart(gateway(fault), site.gateways());
      case CLOCK_OF_NODE -> clockOf(fault);
      case CLOCK_OF_PAUSED -> pauseAndStep(site.leader(), wrong(fault));
      default -> throw new IllegalArgumentException(fault.kind() + " is no fault of a process");
    };
  }

  private Member gateway(Fault fault) {
    return site.gateways().get(fault.target() % site.gateways().size());
  }

  private Member poller(Fault fault) {
    return site.pollers().get(fault.target() % site.pollers().size());
  }

  private Member standby() {
    Member leader = site.leader();
    return site.pollers().stream().filter(poller -> poller != leader).findFirst().orElseThrow();
  }

  static Optional<Ongoing> kill(Member member) {
    if (!member.take()) {
      return Optional.empty();
    }
    member.kill();
    return Optional.of(new Ongoing(member.name(), () -> comeBack(member)));
  }

  private static void comeBack(Member member) {
    member.comeBack();
    member.giveBack();
  }

  /** Kills those that no other fault has. */
  static Ongoing killAll(List<Member> members) {
    List<Member> taken = members.stream().filter(Member::take).toList();
    taken.forEach(Member::kill);
    return new Ongoing(
        taken.stream().map(Member::name).toList().toString(),
        () -> taken.parallelStream().forEach(ProcessFaults::comeBack));
  }

  /** One after the other, as operators do it: only while all others of the kind are well. */
  private static Optional<Ongoing> restart(Member member, List<Member> kind) {
    boolean allWell = kind.stream().noneMatch(Member::isTaken);
    if (!allWell || !member.take()) {
      return Optional.empty();
    }
    member.stopCleanly();
    return Optional.of(new Ongoing(member.name(), () -> comeBack(member)));
  }

  private static Optional<Ongoing> pause(Member member) {
    if (!member.take()) {
      return Optional.empty();
    }
    member.process().pause();
    return Optional.of(
        new Ongoing(
            member.name(),
            () -> {
              member.process().resume();
              member.giveBack();
            }));
  }

  private static Duration wrong(Fault fault) {
    return WRONG.get(fault.target() % WRONG.size());
  }

  private Optional<Ongoing> clockOf(Fault fault) {
    Member member = fault.target() % 2 == 0 ? gateway(fault) : site.leader();
    member.clock().set(wrong(fault));
    return Optional.of(
        new Ongoing(member.name() + " " + wrong(fault), () -> member.clock().set(Duration.ZERO)));
  }

  /** Its clock stays wrong. */
  private static Optional<Ongoing> pauseAndStep(Member member, Duration ahead) {
    Optional<Ongoing> paused = pause(member);
    paused.ifPresent(pause -> member.clock().set(ahead));
    return paused;
  }
}
