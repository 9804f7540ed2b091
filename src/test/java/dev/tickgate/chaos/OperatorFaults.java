package dev.tickgate.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Does to a site what its operators do by mistake, or in need. */
final class OperatorFaults {
  private static final String NEWEST_ROWS =
      "ctid in (select ctid from %s where bid > 0 order by time desc limit 30)";
  private static final String OLD_ROWS = "bid > 0 and bid < 100.2";

  private final Site site;
  private final DatabaseFaults database;
  private final LongSupplier clock;
  private final AtomicInteger backups = new AtomicInteger();

  OperatorFaults(Site site, DatabaseFaults database, LongSupplier clock) {
    this.site = site;
    this.database = database;
    this.clock = clock;
  }

  /** Empty where another fault has the database, or took it away. */
  Optional<Ongoing> begin(Fault fault) throws IOException {
    try {
      return switch (fault.kind()) {
        case RESTORE_COPY -> database.owned(this::copyThenRestore);
        case RESTORE_DUMP -> database.owned(() -> dumpThenRestore(fault));
        case DELETE_ENTRIES -> deleteEntries(fault);
        case DELETE_ROWS -> deleteRows(fault);
        case SECOND_CLUSTER -> Optional.of(foreigner(true));
        case OTHER_DEFINITION -> Optional.of(foreigner(false));
        default -> throw new IllegalArgumentException(fault.kind() + " is no fault of operators");
      };
    } catch (SQLException e) {
      return Optional.empty(); // the database is down
    }
  }

  private Path backup() {
    return site.directory().resolve("backup-" + backups.incrementAndGet());
  }

  private Ongoing copyThenRestore() throws IOException, SQLException {
    Backup backup = Backup.copy(site.database(), backup());
    return new Ongoing("database", () -> restore(backup));
  }

  private Ongoing dumpThenRestore(Fault fault) throws IOException {
    boolean intoNewServer = fault.target() % 2 == 0;
    Backup backup = Backup.dump(site.database(), backup(), intoNewServer);
    String where = intoNewServer ? "database, into a new server" : "database, into the same server";
    return new Ongoing(where, () -> restore(backup));
  }

  private void restore(Backup backup) throws IOException, SQLException {
    Database server = site.database();
    server.stop();
    server.startPrivately();
    Map<Channel, Set<String>> before = new HashMap<>();
    for (Channel channel : Site.CHANNELS) {
      before.put(channel, site.archive(channel).close(server.privateSql()));
    }
    server.stop();
    backup.restore(server);
    server.startPrivately();
    for (Channel channel : Site.CHANNELS) {
      site.archive(channel).reopen(server.privateSql(), before.get(channel));
    }
    server.stop();
    server.start();
  }

  /** In the middle, the oldest or the newest; a takeover may follow. */
  private Optional<Ongoing> deleteEntries(Fault fault) throws SQLException {
    Stream stream = stream(fault);
    long newest = site.archive(stream).newest();
    String condition =
        switch (fault.target() % 3) {
          case 0 -> "seq between %d and %d".formatted(newest - 150, newest - 50);
          case 1 -> "seq <= " + newest / 2;
          default -> "seq > " + (newest - 20);
        };
    site.archive(stream).deleteEntries(site.database().sql(), stream, condition, clock.getAsLong());
    String whom = stream.symbol() + " " + condition;
    Optional<Ongoing> killed = ProcessFaults.kill(site.leader());
    return Optional.of(new Ongoing(whom, killed.orElse(Ongoing.done(whom)).undo()));
  }

  private Optional<Ongoing> deleteRows(Fault fault) throws SQLException {
    Stream stream = stream(fault);
    String condition = fault.target() % 4 < 2 ? NEWEST_ROWS.formatted(stream.table()) : OLD_ROWS;
    site.archive(stream).deleteRows(site.database().sql(), stream, condition);
    return Optional.of(Ongoing.done(stream.table() + " " + condition));
  }

  private static Stream stream(Fault fault) {
    return Site.STREAMS.get(fault.target() % Site.STREAMS.size());
  }

  private Ongoing foreigner(boolean sameFeeds) {
    Member foreigner = site.foreigner(sameFeeds);
    foreigner.start();
    String whom = foreigner.name();
    try {
      foreigner.awaitStarted();
    } catch (AssertionError refused) {
      // It may refuse to start, which is right where its definition differs.
      whom = whom + " (refused)";
    }
    List<Member> pollers = site.pollers();
    Ongoing killed = ProcessFaults.killAll(pollers);
    return new Ongoing(
        whom + " instead of " + killed.whom(),
        () -> {
          killed.undo().run();
          foreigner.close();
        });
  }
}
