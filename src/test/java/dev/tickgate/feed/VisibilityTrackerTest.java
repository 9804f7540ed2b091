package dev.tickgate.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.lead.Cursor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Against a model of PostgreSQL's visibility, in which anything may happen between two pages. */
class VisibilityTrackerTest {
  private static final int PAGE = 3;
  private static final int NEAR = 5;

  @RepeatedTest(100)
  void everyCommittedRowIsNewExactlyOnce(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    // Each other run has rows of several symbols with the same key.
    Database database = new Database(random, 1 + 3 * (repetition.getCurrentRepetition() % 2));
    VisibilityTracker visibility =
        new VisibilityTracker(Optional.of(new Cursor(1, Long.MIN_VALUE)));
    List<RowId> published = new ArrayList<>();

    for (int scan = 0; scan < 40; scan++) {
      database.live(random.nextInt(5));
      boolean deep = !visibility.canBeShallow() || random.nextInt(5) == 0;
      boolean fails = random.nextInt(8) == 0;
      scan(visibility, database, deep, fails, published);
    }
    database.endAll();
    scan(visibility, database, true, false, published);

    assertThat(published).doesNotHaveDuplicates();
    assertThat(published).containsExactlyInAnyOrderElementsOf(database.committedRows());
  }

  private static void scan(
      VisibilityTracker visibility,
      Database database,
      boolean deep,
      boolean fails,
      List<RowId> published) {
    Cursor from = visibility.begin(deep);
    PageStart start = PageStart.at(from.from());
    boolean first = true;
    while (true) {
      ScanPage page = database.read(from.xmin(), start);
      if (first) {
        visibility.firstPage(page);
        first = false;
      }
      page.rows().stream().map(SourceRow::id).filter(visibility::valid).forEach(published::add);
      if (page.rows().size() < PAGE) {
        break;
      }
      if (fails) {
        return;
      }
      RowId last = page.rows().get(PAGE - 1).id();
      start = new PageStart(last.key(), last.symbol());
      database.between();
    }
    visibility.end();
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
    visibility.begin(true);
    visibility.firstPage(new ScanPage(200, 210, 0, 0, null, List.of()));
    visibility.end();

    assertThat(visibility.cursor()).contains(new Cursor(100, 0));
    visibility.begin(true);
    visibility.firstPage(new ScanPage(300, 310, 0, 0, null, List.of()));
    visibility.end();

    assertThat(visibility.cursor()).contains(new Cursor(300, 0));
  }

  @Test
  void anInvalidRowIsCountedOnceAndMayBecomeValid() {
    VisibilityTracker visibility = new VisibilityTracker(Optional.empty());
    visibility.begin(true);

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
    private final TreeSet<Long> open = new TreeSet<>();
    private final TreeSet<Long> rolledBack = new TreeSet<>();
    private final List<Row> rows = new ArrayList<>();
    private final int symbols;
    private long nextXid = 1;
    private long next = 1;

    Database(Random random, int symbols) {
      this.random = random;
      this.symbols = symbols;
    }

    void live(int steps) {
      for (int i = 0; i < steps; i++) {
        if (open.isEmpty() || random.nextInt(3) == 0) {
          open.add(nextXid++);
        }
        Long one = pick();
        for (int row = random.nextInt(4); row > 0; row--) {
          rows.add(new Row(one, nextId()));
        }
        if (random.nextBoolean()) {
          end(pick());
        }
      }
    }

    private RowId nextId() {
      long number = next++;
      return symbols == 1 ? RowId.of(number) : new RowId(number / symbols, "S" + number % symbols);
    }

    void between() {
      live(random.nextInt(4) == 0 ? 1 : 0);
    }

    private Long pick() {
      return new ArrayList<>(open).get(random.nextInt(open.size()));
    }

    private void end(Long xid) {
      open.remove(xid);
      if (random.nextInt(10) == 0) {
        rolledBack.add(xid);
      }
    }

    void endAll() {
      List.copyOf(open).forEach(this::end);
    }

    private List<RowId> committed(long xmin, PageStart from) {
      return rows.stream()
          .filter(row -> !open.contains(row.xid()) && !rolledBack.contains(row.xid()))
          .filter(row -> row.xid() >= xmin && row.isIn(from))
          .map(Row::id)
          .sorted(Comparator.comparingLong(RowId::key).thenComparing(RowId::symbol))
          .toList();
    }

    List<RowId> committedRows() {
      return committed(0, PageStart.at(0));
    }

    ScanPage read(long xmin, PageStart from) {
      List<SourceRow> page =
          committed(xmin, from).stream()
              .limit(PAGE)
              .map(id -> new SourceRow(id, id.symbol(), id.key(), "1", "1"))
              .toList();
      List<RowId> all = committedRows();
      long near = all.size() < NEAR ? Long.MIN_VALUE : all.get(all.size() - NEAR).key();
      long oldest = open.isEmpty() ? nextXid : open.first();
      return new ScanPage(oldest, nextXid, Long.MIN_VALUE, near, null, page);
    }

    private record Row(long xid, RowId id) {
      boolean isIn(PageStart from) {
        return id.key() > from.key()
            || id.key() == from.key()
                && (from.afterSymbol() == null || id.symbol().compareTo(from.afterSymbol()) > 0);
      }
    }
  }
}
