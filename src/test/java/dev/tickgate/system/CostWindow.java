package dev.tickgate.system;

import dev.tickgate.testing.ClusterFixture.Member;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.JvmLoad;
import dev.tickgate.testing.TcpTraffic;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/**
 * The load of a cluster in some seconds.
 *
 * @param leaderMillis of processor time, without the JVM's compilers
 * @param gatewayMillis the same of all gateways together
 * @param databaseMillis of the PostgreSQL processes that answer the product
 * @param bytes that the leader has sent to other processes
 * @param segments of TCP in which it sent them
 */
record CostWindow(
    double seconds,
    double leaderMillis,
    double gatewayMillis,
    double databaseMillis,
    long transactions,
    long bytes,
    long segments) {
  private static final double MILLIS_PER_TICK = 10;
  // In /proc/<pid>/stat, counted from the field after the name in parentheses.
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  /** The counters of all at one time. */
  private record Reading(
      long nanos,
      double leader,
      double gateways,
      double database,
      long transactions,
      TcpTraffic traffic) {
    static Reading of(Member leader, List<Member> gateways, DatabaseFixture database) {
      return new Reading(
          System.nanoTime(),
          cpu(leader),
          gateways.stream().mapToDouble(Reading::cpu).sum(),
          database(database),
          transactions(database),
          TcpTraffic.of(leader.process().pid(), database.options().getPort()));
    }

    private static double cpu(Member member) {
      return new JvmLoad(member.process().pid()).cpu().toNanos() / 1e6;
    }

    private static double database(DatabaseFixture database) {
      return StreamSupport.stream(
              database
                  .run(
                      "select pid from pg_stat_activity where datname = current_database() and"
                          + " application_name = 'tickgate'")
                  .spliterator(),
              false)
          .mapToDouble(row -> cpu(row.getInteger(0)))
          .sum();
    }

    private static double cpu(int pid) {
      try {
        String stat = Files.readString(Path.of("/proc", Integer.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return MILLIS_PER_TICK
            * (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]));
      } catch (IOException ended) {
        return 0;
      }
    }

    private static long transactions(DatabaseFixture database) {
      Row row =
          database
              .run(
                  "select xact_commit + xact_rollback from pg_stat_database where datname ="
                      + " current_database()")
              .iterator()
              .next();
      return row.getLong(0);
    }
  }

  /** Measures the next seconds. */
  static CostWindow measure(
      Vertx vertx, int seconds, Member leader, List<Member> gateways, DatabaseFixture database) {
    Reading before = Reading.of(leader, gateways, database);
    CompletableFuture<Void> over = new CompletableFuture<>();
    vertx.setTimer(TimeUnit.SECONDS.toMillis(seconds), end -> over.complete(null));
    over.join();
    Reading after = Reading.of(leader, gateways, database);
    TcpTraffic sent = after.traffic.since(before.traffic);
    return new CostWindow(
        (after.nanos - before.nanos) / 1e9,
        after.leader - before.leader,
        after.gateways - before.gateways,
        after.database - before.database,
        after.transactions - before.transactions,
        sent.bytes(),
        sent.segments());
  }

  /** In each second. */
  String perSecond() {
    return "leader %.1f ms, gateways %.1f ms, database %.1f ms and %.1f transactions; the leader sent %.0f bytes in %.1f segments"
        .formatted(
            leaderMillis / seconds,
            gatewayMillis / seconds,
            databaseMillis / seconds,
            transactions / seconds,
            bytes / seconds,
            segments / seconds);
  }
}
