package dev.tickgate.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.lead.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Against a model of visibility, in which anything may happen between two pages. */
class VisibilityTrackerTest {
  private static final int PAGE = VisibilityModel.PAGE;

  @RepeatedTest(400)
  void everyCommittedRowIsNewExactlyOnce(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    // Each other run has rows of several symbols with the same key.
    VisibilityModel database =
        new VisibilityModel(random, 1 + 3 * (repetition.getCurrentRepetition() % 2));
    VisibilityTracker visibility =
        new VisibilityTracker(Optional.of(new Cursor(1, Long.MIN_VALUE)));
    List<RowId> published = new ArrayList<>();

    for (int scan = 0; scan < 40; scan++) {
      database.live(random.nextInt(5));
      if (random.nextInt(20) == 0) {
        database.burst();
      }
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
      VisibilityModel database,
      Random random,
      boolean fails,
      List<RowId> published) {
    if (visibility.isAskingForWriters() && random.nextBoolean()) {
      visibility.writers(database.writers());
      database.live(random.nextInt(3));
    }
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
      VisibilityModel database,
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
      VisibilityTracker visibility,
      VisibilityModel database,
      boolean fails,
      List<RowId> published) {
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
  void theWindowStaysWhereItBeganBeforeATransactionThatIsOpen() {
    VisibilityTracker visibility = new VisibilityTracker(Optional.of(new Cursor(100, 0)));
    deep(visibility, 50);
    assertThat(visibility.cursor().get().from()).isZero();
    // It had locked the table when the window would have begun at 50.
    visibility.writers(Set.of("3/1"));
    deep(visibility, 500);
    visibility.writers(Set.of("3/1", "4/1"));
    deep(visibility, 600);
    assertThat(visibility.cursor().get().from()).isZero();

    visibility.writers(Set.of("4/1"));
    deep(visibility, 700);

    assertThat(visibility.cursor().get().from()).isEqualTo(50);
    visibility.writers(Set.of());
    deep(visibility, 700);
    assertThat(visibility.cursor().get().from()).isEqualTo(600);
    visibility.writers(Set.of());
    deep(visibility, 700);
    assertThat(visibility.cursor().get().from()).isEqualTo(700);
    assertThat(visibility.isAskingForWriters()).isFalse();
  }

  @Test
  void aWindowThatMovedBackIsWhereKeysMayBeGivenAgain() {
    VisibilityTracker visibility = new VisibilityTracker(Optional.of(new Cursor(100, 0)));
    deep(visibility, 50);
    visibility.writers(Set.of());
    deep(visibility, 500);
    visibility.writers(Set.of());
    deep(visibility, 200);
    assertThat(visibility.cursor().get().from()).isEqualTo(50);

    // It has given its rows keys behind 200, not behind 500.
    visibility.writers(Set.of("3/1"));
    deep(visibility, 600);

    assertThat(visibility.cursor().get().from()).isEqualTo(50);
  }

  @Test
  void theWindowPassesOverATransactionBesideWhichMoreRowsWereWrittenThanCanBeRemembered() {
    VisibilityTracker visibility = new VisibilityTracker(Optional.of(new Cursor(100, 0)));
    deep(visibility, 50);
    visibility.writers(Set.of("3/1"));
    visibility.beginDeep();
    visibility.firstPageOfDeep(new ScanPage(100, 200, 500, 0, null, List.of()));
    for (int id = 0; id <= WindowHold.MOST_ROWS; id++) {
      visibility.valid(RowId.of(id));
    }
    visibility.endDeep();
    assertThat(visibility.cursor().get().from()).isZero();

    visibility.writers(Set.of("3/1"));
    deep(visibility, 600);

    assertThat(visibility.cursor().get().from()).isEqualTo(600);
  }

  private static void deep(VisibilityTracker visibility, long window) {
    visibility.beginDeep();
    visibility.firstPageOfDeep(new ScanPage(100, 200, window, 0, null, List.of()));
    visibility.endDeep();
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
}
