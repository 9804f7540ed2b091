package dev.tickgate.chaos;

import java.time.Duration;

/**
 * Something that goes wrong.
 *
 * @param at after the start of the run
 * @param target which of those the kind may hit; counted round
 * @param length how long it lasts
 */
record Fault(Duration at, Kind kind, int target, Duration length) {
  /** What goes wrong, and how likely beside the others. */
  enum Kind {
    KILL_LEADER(3, 500, 4_000),
    KILL_STANDBY(1, 500, 4_000),
    KILL_GATEWAY(3, 500, 4_000),
    PAUSE_LEADER(3, 1_000, 12_000),
    PAUSE_STANDBY(1, 1_000, 12_000),
    PAUSE_GATEWAY(3, 1_000, 12_000),
    RESTART_POLLER(2, 0, 1_000),
    RESTART_GATEWAY(2, 0, 1_000),
    BREAK_CONNECTIONS(2, 0, 1),
    CRASH_DATABASE(2, 100, 2_000),
    CUT_LEADER_FROM_GATEWAY(3, 1_000, 9_000),
    CUT_GATEWAY_FROM_GATEWAY(1, 1_000, 9_000),
    SLOW_GATEWAY(2, 1_000, 9_000),
    BURST(2, 0, 1);

    final int weight;
    final int shortest;
    final int longest;

    Kind(int weight, int shortest, int longest) {
      this.weight = weight;
      this.shortest = shortest;
      this.longest = longest;
    }

    boolean needsNamespaces() {
      return switch (this) {
        case CUT_LEADER_FROM_GATEWAY, CUT_GATEWAY_FROM_GATEWAY, SLOW_GATEWAY -> true;
        default -> false;
      };
    }
  }

  Duration end() {
    return at.plus(length);
  }

  @Override
  public String toString() {
    return "%5.1f s %s %d for %.1f s"
        .formatted(at.toMillis() / 1e3, kind, target, length.toMillis() / 1e3);
  }
}
