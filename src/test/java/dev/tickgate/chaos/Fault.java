package dev.tickgate.chaos;

import java.time.Duration;

/**
 * An event that disturbs a site.
 *
 * @param at after the start of the schedule
 * @param target which of those the kind may hit; counted round
 * @param length how long it lasts
 */
record Fault(Duration at, Kind kind, int target, Duration length) {
  /** A condition of the machine for a kind of fault. */
  enum Need {
    NOTHING,
    /** Network namespaces, which need root, ip and iptables. */
    NAMESPACES,
    /** The library libfaketime. */
    FAKE_CLOCK,
    /** A file system of our own, which needs root. */
    SMALL_DISK,
    /** The programs pg_dump and pg_restore. */
    DUMP
  }

  /** The kinds that belong together; every build has one of each group. */
  enum Group {
    PROCESS,
    LINK,
    DATABASE,
    CLOCK,
    OPERATOR,
    LOAD
  }

  /** The kinds of faults, with their weights. */
  enum Kind {
    KILL_LEADER(Group.PROCESS, Need.NOTHING, 4, 500, 4_000),
    KILL_STANDBY(Group.PROCESS, Need.NOTHING, 1, 500, 4_000),
    KILL_GATEWAY(Group.PROCESS, Need.NOTHING, 3, 500, 4_000),
    PAUSE_LEADER(Group.PROCESS, Need.NOTHING, 3, 1_000, 12_000),
    PAUSE_STANDBY(Group.PROCESS, Need.NOTHING, 1, 1_000, 12_000),
    PAUSE_GATEWAY(Group.PROCESS, Need.NOTHING, 3, 1_000, 12_000),
    RESTART_POLLER(Group.PROCESS, Need.NOTHING, 2, 0, 1_000),
    RESTART_GATEWAY(Group.PROCESS, Need.NOTHING, 2, 0, 1_000),
    CUT_LEADER_FROM_GATEWAY(Group.LINK, Need.NAMESPACES, 2, 1_000, 9_000),
    CUT_GATEWAY_FROM_GATEWAY(Group.LINK, Need.NAMESPACES, 1, 1_000, 9_000),
    CUT_LEADER_FROM_DATABASE(Group.LINK, Need.NAMESPACES, 2, 1_000, 9_000),
    FLAP_LEADER_FROM_GATEWAY(Group.LINK, Need.NAMESPACES, 2, 2_000, 6_000),
    FLAP_LEADER_FROM_DATABASE(Group.LINK, Need.NAMESPACES, 2, 2_000, 6_000),
    SLOW_GATEWAY(Group.LINK, Need.NAMESPACES, 2, 1_000, 9_000),
    BREAK_CONNECTIONS(Group.DATABASE, Need.NOTHING, 2, 0, 1),
    CRASH_DATABASE(Group.DATABASE, Need.NOTHING, 2, 100, 2_000),
    /** Another process locks the table of a feed. */
    LOCK_TABLE(Group.DATABASE, Need.NOTHING, 2, 1_000, 8_000),
    READ_ONLY(Group.DATABASE, Need.NOTHING, 2, 1_000, 8_000),
    DISK_FULL(Group.DATABASE, Need.SMALL_DISK, 2, 1_000, 6_000),
    /** The database's clock steps 5 s back, and the leader is killed. */
    CLOCK_BACK(Group.CLOCK, Need.FAKE_CLOCK, 3, 1_000, 6_000),
    /** It is an hour ahead for a moment, and all pollers are killed meanwhile. */
    CLOCK_FORWARD(Group.CLOCK, Need.FAKE_CLOCK, 3, 3_000, 3_001),
    /** It goes back and forth, and the leader is killed. */
    CLOCK_SWAY(Group.CLOCK, Need.FAKE_CLOCK, 2, 2_000, 6_000),
    /** The clock of one process is wrong. */
    CLOCK_OF_NODE(Group.CLOCK, Need.FAKE_CLOCK, 2, 2_000, 8_000),
    /** The leader's clock is wrong when it goes on after a pause. */
    CLOCK_OF_PAUSED(Group.CLOCK, Need.FAKE_CLOCK, 2, 4_000, 8_000),
    /** A backup is made, and restored at the end: the length is its age. */
    RESTORE_COPY(Group.OPERATOR, Need.NOTHING, 2, 500, 5_000),
    RESTORE_DUMP(Group.OPERATOR, Need.DUMP, 2, 500, 5_000),
    DELETE_ENTRIES(Group.OPERATOR, Need.NOTHING, 3, 0, 1),
    DELETE_ROWS(Group.OPERATOR, Need.NOTHING, 2, 0, 1),
    /** A poller of another cluster with the same feeds, while ours are dead. */
    SECOND_CLUSTER(Group.OPERATOR, Need.NOTHING, 2, 1_000, 5_000),
    /** The same, whose feeds have the names and tables of ours, and other symbols. */
    OTHER_DEFINITION(Group.OPERATOR, Need.NOTHING, 2, 1_000, 5_000),
    BURST(Group.LOAD, Need.NOTHING, 4, 0, 1);

    final Group group;
    final Need need;
    final int weight;
    final int shortest;
    final int longest;

    Kind(Group group, Need need, int weight, int shortest, int longest) {
      this.group = group;
      this.need = need;
      this.weight = weight;
      this.shortest = shortest;
      this.longest = longest;
    }

    /** Whether it is the clock of a process, not the database's. */
    boolean isOfNode() {
      return this == CLOCK_OF_NODE || this == CLOCK_OF_PAUSED;
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
