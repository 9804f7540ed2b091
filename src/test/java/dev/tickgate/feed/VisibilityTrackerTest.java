package dev.tickgate.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.lead.Cursor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Against a model of PostgreSQL's visibility, in which anything may happen between two pages. */
class VisibilityTrackerTest {
  private static final int PAGE = 3;
  private static final int NEAR = 5;

  @RepeatedTest(400)
  void everyCommittedRowIsNewExactlyOnce(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    // Each other run has rows of several symbols with the same key.
    Database database = new Database(random, 1 + 3 * (repetition.getCurrentRepetition() % 2));
    VisibilityTracker visibility =
        new VisibilityTracker(Optional.of(new Cursor(1, Long.MIN_VALUE)));
    List<RowId> published = new ArrayList<>();

    for (int scan = 0; scan < 40; scan++) {
      database.live(random.nextInt(5));
      boolean fails = random.nextInt(8) == 0;
      if (!visibility.canBeShallow() || random.nextInt(5) == 0) {
        deep(visibility, database, random, fails, published);
      } else {
        shallow(visibility, database, fails, published);
      }
    }
    database.endAll();
    deep(visibility, database, random, false, published);

    assertThat(published).doesNotHaveDuplicates();
    assertThat(published).containsAll(database.committedRows());
    assertThat(published).isSubsetOf(database.everCommitted());
  }

  private static void deep(
      VisibilityTracker visibility,
      Database database,
      Random random,
      boolean fails,
      List<RowId> published) {
    Cursor from = visibility.beginDeep();
    boolean canBeShallow = visibility.canBeShallow();
    boolean first = true;
    long key = from.from();
    while (true) {
      // As if it were the first key of the table.
      long begin = Math.max(key, 0);
      boolean last = !canBeShallow || random.nextInt(4) == 0 || begin > database.greatest();
      long to = last ? Long.MAX_VALUE : begin + random.nextInt(12);
      if (!pages(visibility, database, from.xmin(), key, to, first, fails, published)) {
        return;
      }
      first = false;
      if (last) {
        break;
      }
      key = to + 1;
      database.live(random.nextInt(3));
      if (random.nextBoolean()) {
        shallow(visibility, database, random.nextInt(8) == 0, published);
        database.live(random.nextInt(3));
      }
    }
    visibility.endDeep();
  }

  /** Whether it was not interrupted. */
  private static boolean pages(
      VisibilityTracker visibility,
      Database database,
      long xmin,
      long key,
      long to,
      boolean first,
      boolean fails,
      List<RowId> published) {
    PageStart start = PageStart.at(key);
    boolean begins = first;
    while (true) {
      ScanPage page = database.read(xmin, start, to);
      if (begins) {
        visibility.firstPageOfDeep(page);
        begins = false;
      }
      publish(visibility, page, published);
      if (page.rows().size() < PAGE) {
        return true;
      }
      if (fails) {
        return false;
      }
      start = behind(page);
      database.between();
    }
  }

  private static void shallow(
      VisibilityTracker visibility, Database database, boolean fails, List<RowId> published) {
    Cursor from = visibility.beginShallow();
    PageStart start = PageStart.at(from.from());
    boolean first = true;
    while (true) {
      ScanPage page = database.read(from.xmin(), start, Long.MAX_VALUE);
      if (first) {
        visibility.firstPageOfShallow(page);
        first = false;
      }
      publish(visibility, page, published);
      if (page.rows().size() < PAGE) {
        break;
      }
      if (fails) {
        return;
      }
      start = behind(page);
      database.between();
    }
    visibility.endShallow();
  }

  private static void publish(VisibilityTracker visibility, ScanPage page, List<RowId> published) {
    page.rows().stream().map(SourceRow::id).filter(visibility::valid).forEach(published::add);
  }

  private static PageStart behind(ScanPage page) {
    RowId last = page.rows().get(PAGE - 1).id();
    return new PageStart(last.key(), last.symbol());
  }

  @Test
  void aSnapshotThatCannotFollowTheCursorIsOfAnotherCluster() {
    VisibilityTracker visibility = new VisibilityTracker(Optional.of(new Cursor(5_000, 0)));

    assertThat(visibility.isBroken(page(4_000, 4_999))).isTrue();
    assertThat(visibility.isBroken(page(4_000, 5_000))).isFalse();
    assertThat(visibility.isBroken(page(5_000, 6_000))).isFalse();
    assertThat(visibility.isBroken(page(3_000_000_000L, 3_000_000_000L))).isTrue();
  }

  @Test
  void aWindowThatMovesBackIsAskedForAsOfTheSnapshotBefore() {
    VisibilityTracker visibility = new VisibilityTracker(Optional.of(new Cursor(100, 5_000)));
    visibility.beginDeep();
    visibility.firstPageOfDeep(new ScanPage(200, 210, 0, 0, null, List.of()));
    visibility.endDeep();

    assertThat(visibility.cursor()).contains(new Cursor(100, 0));
    visibility.beginDeep();
    visibility.firstPageOfDeep(new ScanPage(300, 310, 0, 0, null, List.of()));
    visibility.endDeep();

    assertThat(visibility.cursor()).contains(new Cursor(300, 0));
  }

  @Test
  void rowsThatADeepScanPassesAreReadWhereOneOfThemIsNotKnownToBeValid() {
    VisibilityTracker visibility = new VisibilityTracker(Optional.of(new Cursor(100, 0)));
    visibility.beginDeep();
    visibility.firstPageOfDeep(new ScanPage(200, 210, 0, 0, null, List.of()));
    visibility.valid(RowId.of(1));
    visibility.valid(RowId.of(2));
    visibility.invalid(RowId.of(3));
    visibility.endDeep();

    visibility.beginDeep();

    assertThat(visibility.passed(List.of(RowId.of(1)))).isFalse();
    assertThat(visibility.passed(List.of(RowId.of(1), RowId.of(3)))).isTrue();
    assertThat(visibility.passed(List.of(RowId.of(4)))).isTrue();
    visibility.firstPageOfDeep(new ScanPage(300, 310, 0, 0, null, List.of()));
    visibility.endDeep();
    assertThat(visibility.knows(RowId.of(1))).isTrue();
    assertThat(visibility.knows(RowId.of(2))).isFalse();
  }

  @Test
  void anInvalidRowIsCountedOnceAndMayBecomeValid() {
    VisibilityTracker visibility = new VisibilityTracker(Optional.empty());
    visibility.beginDeep();

    assertThat(visibility.invalid(RowId.of(7))).isTrue();
    assertThat(visibility.invalid(RowId.of(7))).isFalse();
    assertThat(visibility.valid(RowId.of(7))).isTrue();
    assertThat(visibility.valid(RowId.of(7))).isFalse();
  }

  private static ScanPage page(long xmin, long xmax) {
    return new ScanPage(xmin, xmax, 0, 0, null, List.of());
  }

  /** Rows by the transaction that wrote them; visible when it has committed. */
  private static final class Database {
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

    Database(Random random, int symbols) {
      this.random = random;
      this.symbols = symbols;
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
      List<RowId> all = committedRows();
      long near = all.size() < NEAR ? Long.MIN_VALUE : all.get(all.size() - NEAR).key();
      long oldest = open.isEmpty() ? xmax : Math.min(xmax, open.first());
      return new ScanPage(oldest, xmax, Long.MIN_VALUE, near, null, page);
    }

    private record Row(long top, long xid, RowId id) {
      boolean isIn(PageStart from) {
        return id.key() > from.key()
            || id.key() == from.key()
                && (from.afterSymbol() == null || id.symbol().compareTo(from.afterSymbol()) > 0);
      }
    }
  }
}
