package dev.tickgate.feed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A model of PostgreSQL's visibility: rows by the transaction that wrote them, visible when it has
 * committed. Confined to one test.
 */
final class VisibilityModel {
  static final int PAGE = 3;

  private static final int NEAR = 5;
  // More than any late key is behind those that are there when it is given.
  private static final int LOOKBACK = 40;

  private final Random random;
  // Top-level transactions; those of savepoints end with theirs.
  private final TreeSet<Long> open = new TreeSet<>();
  private final TreeSet<Long> rolledBack = new TreeSet<>();
  private final List<Row> rows = new ArrayList<>();
  private final List<Row> deleted = new ArrayList<>();
  private final Set<Long> used = new HashSet<>();
  private final int symbols;
  private long nextXid = 1;
  // One more than the greatest number that ended.
  private long xmax = 1;
  private long next = 1;
  private boolean over;

  VisibilityModel(Random random, int symbols) {
    this.random = random;
    this.symbols = symbols;
  }

  /** A transaction writes more rows than the look-back. */
  void burst() {
    Long top = pick();
    for (int row = 0; row <= LOOKBACK; row++) {
      rows.add(new Row(top, top, nextId()));
    }
  }

  void live(int steps) {
    for (int i = 0; i < steps && !over; i++) {
      if (open.isEmpty() || random.nextInt(3) == 0) {
        open.add(nextXid++);
      }
      Long top = pick();
      long xid = random.nextInt(3) == 0 ? nextXid++ : top;
      for (int row = random.nextInt(4); row > 0; row--) {
        rows.add(new Row(top, xid, nextId()));
      }
      if (random.nextBoolean()) {
        end(pick());
      }
      if (random.nextInt(20) == 0 && !published().isEmpty()) {
        delete();
      }
    }
  }

  private void delete() {
    List<Row> visible = published();
    Row gone = visible.get(random.nextInt(visible.size()));
    rows.remove(gone);
    deleted.add(gone);
  }

  private RowId nextId() {
    long number = next++;
    if (random.nextInt(3) == 0) {
      // Late: a key before those that are there.
      long late = Math.max(1, number - random.nextInt(30));
      number = used.contains(late) ? number : late;
    }
    if (!used.add(number)) {
      return nextId();
    }
    return symbols == 1 ? RowId.of(number) : new RowId(number / symbols, "S" + number % symbols);
  }

  void between() {
    live(random.nextInt(4) == 0 ? 1 : 0);
  }

  private Long pick() {
    if (open.isEmpty()) {
      open.add(nextXid++);
    }
    return new ArrayList<>(open).get(random.nextInt(open.size()));
  }

  private void end(Long xid) {
    open.remove(xid);
    xmax = Math.max(xmax, xid + 1);
    rows.stream()
        .filter(row -> row.top() == xid)
        .forEach(row -> xmax = Math.max(xmax, row.xid() + 1));
    if (random.nextInt(10) == 0) {
      rolledBack.add(xid);
    }
  }

  void endAll() {
    List.copyOf(open).forEach(this::end);
    over = true;
  }

  long greatest() {
    return published().stream().mapToLong(row -> row.id().key()).max().orElse(0);
  }

  private List<Row> published() {
    return rows.stream()
        .filter(row -> !open.contains(row.top()) && !rolledBack.contains(row.top()))
        .toList();
  }

  private List<RowId> committed(long xmin, PageStart from, long to) {
    return published().stream()
        .filter(row -> row.xid() >= xmin && row.isIn(from) && row.id().key() <= to)
        .map(Row::id)
        .sorted(Comparator.comparingLong(RowId::key).thenComparing(RowId::symbol))
        .toList();
  }

  List<RowId> committedRows() {
    return committed(0, PageStart.at(0), Long.MAX_VALUE);
  }

  List<RowId> everCommitted() {
    List<RowId> all = new ArrayList<>(committedRows());
    deleted.forEach(row -> all.add(row.id()));
    return all;
  }

  ScanPage read(long xmin, PageStart from, long to) {
    List<SourceRow> page =
        committed(xmin, from, to).stream()
            .limit(PAGE)
            .map(id -> new SourceRow(id, id.symbol(), id.key(), "1", "1"))
            .toList();
    long oldest = open.isEmpty() ? xmax : Math.min(xmax, open.first());
    List<RowId> all = committedRows();
    return new ScanPage(oldest, xmax, newest(all, LOOKBACK), newest(all, NEAR), null, page);
  }

  private static long newest(List<RowId> all, int number) {
    return all.size() < number ? Long.MIN_VALUE : all.get(all.size() - number).key();
  }

  /** The transactions that have locked the table. */
  Set<String> writers() {
    return open.stream().map(xid -> "1/" + xid).collect(Collectors.toSet());
  }

  private record Row(long top, long xid, RowId id) {
    boolean isIn(PageStart from) {
      return id.key() > from.key()
          || id.key() == from.key()
              && (from.afterSymbol() == null || id.symbol().compareTo(from.afterSymbol()) > 0);
    }
  }
}
