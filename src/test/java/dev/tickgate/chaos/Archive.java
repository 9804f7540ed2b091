package dev.tickgate.chaos;

import dev.tickgate.chaos.Truth.Hole;
import dev.tickgate.stream.Position;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything that the journal of one channel ever held, read again and again while the run goes on:
 * a restored backup or an operator removes entries that clients have received.
 *
 * <p>Used by the thread that watches and by those of the faults, hence synchronized.
 */
final class Archive {
  private final String label;
  private final Ledger ledger;
  private final Map<Long, NavigableMap<Long, String>> epochs = new HashMap<>();
  private final Set<String> published = new HashSet<>();
  private final Set<String> excused = new HashSet<>();
  private final List<Hole> holes = new ArrayList<>();
  // Entries of the history that the database has now which operators deleted.
  private final NavigableMap<Long, String> deletions = new TreeMap<>();
  private final List<String> forks = new ArrayList<>();
  private long epoch = -1;
  private long head;
  private long read;

  Archive(Channel channel, Ledger ledger) {
    this.label = channel.label();
    this.ledger = ledger;
  }

  /** An entry as it was read; the last two are absent where nothing is new. */
  private record Entry(long epoch, long head, Long offset, String body) {}

  /** Reads what is new, and returns the head; -1 before the feed was led. */
  synchronized long read(Sql sql) throws SQLException {
    List<Entry> entries = entries(sql, read);
    if (!entries.isEmpty() && isAnother(entries.get(0))) {
      entries = entries(sql, 0);
    }
    if (entries.isEmpty()) {
      return -1;
    }
    begin(entries.get(0));
    entries.stream().filter(entry -> entry.offset() != null).forEach(this::add);
    return head;
  }

  private List<Entry> entries(Sql sql, long after) throws SQLException {
    return sql.query(
        ledger.newer(after),
        row ->
            new Entry(
                row.getLong(1), row.getLong(2), row.getObject(3, Long.class), row.getString(4)));
  }

  private boolean isAnother(Entry entry) {
    return entry.epoch() != epoch || entry.head() < read;
  }

  private void begin(Entry entry) {
    if (isAnother(entry)) {
      read = 0;
      NavigableMap<Long, String> rows = epochs.computeIfAbsent(entry.epoch(), e -> new TreeMap<>());
      // A new epoch may go on behind the entries of the one before, without the deleted ones.
      rows.putAll(deletions.headMap(entry.head(), true));
    }
    epoch = entry.epoch();
    head = entry.head();
  }

  private void add(Entry entry) {
    String row = ledger.row(entry.body());
    String before = epochs.get(epoch).put(entry.offset(), row);
    if (before != null && !before.equals(row)) {
      forks.add("epoch %d has %s and %s at %d".formatted(epoch, before, row, entry.offset()));
    }
    published.add(row);
    read = Math.max(read, entry.offset());
  }

  /** An operator deletes entries; the condition chooses them. */
  synchronized void deleteEntries(Sql sql, Stream stream, String condition, long now)
      throws SQLException {
    read(sql);
    NavigableMap<Long, String> deleted = new TreeMap<>();
    String statement = "delete from tickgate.journal where feed = '%s' and %s returning seq, body";
    sql.query(
            statement.formatted(stream.feed(), condition),
            row -> Map.entry(row.getLong(1), ledger.row(row.getString(2))))
        .forEach(entry -> deleted.put(entry.getKey(), entry.getValue()));
    if (!deleted.isEmpty()) {
      published.addAll(deleted.values());
      epochs.computeIfAbsent(epoch, e -> new TreeMap<>()).putAll(deleted);
      holes.add(new Hole(now, epoch, deleted));
      deletions.putAll(deleted);
    }
  }

  /** An operator deletes rows; the condition chooses them. */
  synchronized void deleteRows(Sql sql, Stream stream, String condition) throws SQLException {
    String statement = "delete from %s where %s returning time, bid, ask";
    excused.addAll(sql.query(statement.formatted(stream.table(), condition), TableLedger::row));
  }

  /** The newest offset that it has read. */
  synchronized long newest() {
    return read;
  }

  /** The database is about to go back: returns the rows that it has. */
  synchronized Set<String> close(Sql sql) throws SQLException {
    read(sql);
    return ledger.standing(sql, published);
  }

  /** The database went back: rows that its backup does not hold are gone, also from the journal. */
  synchronized void reopen(Sql sql, Set<String> before) throws SQLException {
    published.clear();
    epoch = -1;
    read(sql);
    before.removeAll(ledger.standing(sql, published));
    excused.addAll(before);
    // The database has nothing that was published after the backup, nor the deletion of it.
    deletions.tailMap(head, false).clear();
    published.addAll(deletions.values());
  }

  /** Whether the journal has, or had, each committed row. */
  synchronized boolean isComplete(Sql sql) throws SQLException {
    read(sql);
    return published.containsAll(ledger.committed(sql, published, excused));
  }

  /** Whether the position is its end. */
  synchronized boolean isAt(Position position) {
    return new Position(epoch, head).equals(position);
  }

  @Override
  public synchronized String toString() {
    return "%s %d.%d".formatted(label, epoch, head);
  }

  synchronized Truth truth(Sql sql, Set<String> acknowledged, Set<String> abandoned)
      throws SQLException {
    read(sql);
    return new Truth(
        epoch,
        head,
        epochs,
        List.copyOf(forks),
        List.copyOf(holes),
        Set.copyOf(published),
        ledger.committed(sql, published, excused),
        Set.copyOf(acknowledged),
        Set.copyOf(abandoned),
        Set.copyOf(excused));
  }
}
