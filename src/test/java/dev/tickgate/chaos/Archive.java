package dev.tickgate.chaos;

import dev.tickgate.chaos.Truth.Hole;
import dev.tickgate.stream.Position;
import java.math.BigDecimal;
import java.sql.ResultSet;
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
 * Everything that the journal of one stream ever held, read again and again while the run goes on:
 * a restored backup or an operator removes entries that clients have received.
 *
 * <p>Used by the thread that watches and by those of the faults, hence synchronized.
 */
final class Archive {
  private static final String NEWER =
      """
      select f.epoch, f.head, j.seq, j.body
      from tickgate.feed f
      left join tickgate.journal j on j.feed = f.name and j.seq > %d
      where f.name = '%s' order by j.seq
      """;
  private static final String VALID = "select time, bid, ask from %s where bid > 0";
  private static final BigDecimal TWO = new BigDecimal(2);

  private final Stream stream;
  private final Map<Long, NavigableMap<Long, String>> epochs = new HashMap<>();
  private final Set<String> published = new HashSet<>();
  private final Set<String> excused = new HashSet<>();
  private final List<Hole> holes = new ArrayList<>();
  private final List<String> forks = new ArrayList<>();
  private long epoch = -1;
  private long head;
  private long read;

  Archive(Stream stream) {
    this.stream = stream;
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
        NEWER.formatted(after, stream.feed()),
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
      holes.forEach(hole -> rows.putAll(hole.entries().headMap(entry.head(), true)));
    }
    epoch = entry.epoch();
    head = entry.head();
  }

  private void add(Entry entry) {
    String row = Ticker.row(entry.body());
    String before = epochs.get(epoch).put(entry.offset(), row);
    if (before != null && !before.equals(row)) {
      forks.add("epoch %d has %s and %s at %d".formatted(epoch, before, row, entry.offset()));
    }
    published.add(row);
    read = Math.max(read, entry.offset());
  }

  /** An operator deletes entries; the condition chooses them. */
  synchronized void deleteEntries(Sql sql, String condition, long now) throws SQLException {
    read(sql);
    NavigableMap<Long, String> deleted = new TreeMap<>();
    String statement = "delete from tickgate.journal where feed = '%s' and %s returning seq, body";
    sql.query(
            statement.formatted(stream.feed(), condition),
            row -> Map.entry(row.getLong(1), Ticker.row(row.getString(2))))
        .forEach(entry -> deleted.put(entry.getKey(), entry.getValue()));
    if (!deleted.isEmpty()) {
      published.addAll(deleted.values());
      epochs.computeIfAbsent(epoch, e -> new TreeMap<>()).putAll(deleted);
      holes.add(new Hole(now, epoch, deleted));
    }
  }

  /** An operator deletes rows; the condition chooses them. */
  synchronized void deleteRows(Sql sql, String condition) throws SQLException {
    String statement = "delete from %s where %s returning time, bid, ask";
    excused.addAll(sql.query(statement.formatted(stream.table(), condition), Archive::row));
  }

  /** The newest offset that it has read. */
  synchronized long newest() {
    return read;
  }

  /** The database is about to go back: returns the rows of the table. */
  synchronized Set<String> close(Sql sql) throws SQLException {
    read(sql);
    return committed(sql);
  }

  /** The database went back: rows that its backup does not hold are gone, also from the journal. */
  synchronized void reopen(Sql sql, Set<String> before) throws SQLException {
    before.removeAll(committed(sql));
    excused.addAll(before);
    published.clear();
    epoch = -1;
    read(sql);
    holes.forEach(hole -> published.addAll(hole.entries().values()));
  }

  /** Whether the journal has, or had, each valid row of the table. */
  synchronized boolean isComplete(Sql sql) throws SQLException {
    read(sql);
    return published.containsAll(committed(sql));
  }

  /** Whether the position is its end. */
  synchronized boolean isAt(Position position) {
    return new Position(epoch, head).equals(position);
  }

  @Override
  public synchronized String toString() {
    return "%s %d.%d".formatted(stream.symbol(), epoch, head);
  }

  synchronized Truth truth(Sql sql, Writer writer) throws SQLException {
    read(sql);
    return new Truth(
        epoch,
        head,
        epochs,
        List.copyOf(forks),
        List.copyOf(holes),
        Set.copyOf(published),
        committed(sql),
        Set.copyOf(writer.acknowledged()),
        Set.copyOf(writer.abandoned()),
        Set.copyOf(excused));
  }

  private Set<String> committed(Sql sql) throws SQLException {
    return new HashSet<>(sql.query(VALID.formatted(stream.table()), Archive::row));
  }

  private static String row(ResultSet row) throws SQLException {
    BigDecimal bid = row.getBigDecimal(2);
    BigDecimal ask = row.getBigDecimal(3);
    return Stream.text(row.getTimestamp(1).toInstant(), bid, bid.add(ask).divide(TWO), ask);
  }
}
