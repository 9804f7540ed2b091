package dev.tickgate.lead;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Drafts that wait for the journal, in batches that are committed as a whole. The sources bound the
 * queue, because each waits for its batches: a scan has one, a publisher as many as its limit of
 * requests. Confined to the poller's event loop.
 */
final class DraftQueue {
  private final ArrayDeque<Batch> urgent = new ArrayDeque<>();
  private final ArrayDeque<Batch> batches = new ArrayDeque<>();

  private record Batch(List<Draft> drafts, Optional<Cursor> cursor, Promise<List<Placed>> answer) {
    long characters() {
      return drafts.stream().mapToLong(draft -> draft.body().length()).sum();
    }
  }

  /**
   * @param first whether the batch precedes all waiting batches that are not first
   */
  Future<List<Placed>> add(List<Draft> drafts, Optional<Cursor> cursor, boolean first) {
    Batch batch = new Batch(List.copyOf(drafts), cursor, Promise.promise());
    (first ? urgent : batches).add(batch);
    return batch.answer.future();
  }

  boolean isEmpty() {
    return urgent.isEmpty() && batches.isEmpty();
  }

  /**
   * Takes the batches of the next commit: at least one, and more up to the given numbers of drafts
   * and of characters of their bodies.
   */
  Commit next(int mostDrafts, long mostCharacters) {
    List<Batch> taken = new ArrayList<>();
    List<Draft> drafts = new ArrayList<>();
    long characters = 0;
    while (!isEmpty()) {
      ArrayDeque<Batch> queue = urgent.isEmpty() ? batches : urgent;
      Batch batch = queue.peek();
      characters += batch.characters();
      boolean fits =
          drafts.size() + batch.drafts.size() <= mostDrafts && characters <= mostCharacters;
      if (!taken.isEmpty() && !fits) {
        break;
      }
      taken.add(queue.poll());
      drafts.addAll(batch.drafts);
    }
    return new Commit(taken, drafts);
  }

  void failAll(Throwable cause) {
    List<Batch> all = new ArrayList<>(urgent);
    all.addAll(batches);
    urgent.clear();
    batches.clear();
    all.forEach(batch -> batch.answer.fail(cause));
  }

  /** Batches that one statement writes. */
  static final class Commit {
    private final List<Batch> batches;
    private final List<Draft> drafts;

    private Commit(List<Batch> batches, List<Draft> drafts) {
      this.batches = batches;
      this.drafts = drafts;
    }

    List<Draft> drafts() {
      return drafts;
    }

    Optional<Cursor> cursor() {
      return batches.stream().flatMap(batch -> batch.cursor.stream()).reduce((a, b) -> b);
    }

    void complete(List<Journal.Appended> rows) {
      Placed[] placed = new Placed[drafts.size()];
      rows.forEach(row -> placed[row.draft()] = row.placed());
      int from = 0;
      for (Batch batch : batches) {
        int to = from + batch.drafts.size();
        batch.answer.complete(List.of(placed).subList(from, to));
        from = to;
      }
    }

    void fail(Throwable cause) {
      batches.forEach(batch -> batch.answer.fail(cause));
    }
  }
}
