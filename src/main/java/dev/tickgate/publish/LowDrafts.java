package dev.tickgate.publish;

import dev.tickgate.lead.Draft;
import dev.tickgate.lead.Placed;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Drafts of low priority, which are collected for a pause and committed together. Of the drafts of
 * a topic with the same merge key only the newest is committed; its place is the answer to all of
 * them. Bounded by {@link PublishRequests}. Confined to the poller's event loop.
 */
final class LowDrafts {
  private static final long NONE = -1;
  private static final int MOST_MERGED = 10_000;

  private final Vertx vertx;
  private final long pause;
  private final Function<List<Draft>, Future<List<Placed>>> journal;
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  // The places of the drafts that replaced others, by the keys of the replaced ones. A node that
  // lost the answer repeats a replaced draft, which must not be committed after its replacement.
  private final Map<String, Placed> merged =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Placed> eldest) {
          return size() > MOST_MERGED;
        }
      };
  private long timer = NONE;

  /**
   * @param pause the milliseconds for which the first draft waits for others
   * @param journal commits drafts, all or none
   */
  LowDrafts(Vertx vertx, long pause, Function<List<Draft>, Future<List<Placed>>> journal) {
    this.vertx = vertx;
    this.pause = pause;
    this.journal = journal;
  }

  /** The newest of the merged drafts, the keys of the others, and the promise of its place. */
  private static final class Waiting {
    private Draft newest;
    private final List<String> replaced = new ArrayList<>();
    private final Promise<Placed> place = Promise.promise();

    Waiting(Draft first) {
      this.newest = first;
    }

    void add(Draft draft) {
      if (!draft.key().equals(newest.key()) && !replaced.contains(draft.key())) {
        replaced.add(newest.key());
        newest = draft;
      }
    }
  }

  /**
   * @param merge the key that the draft shares with those that it replaces; empty where it replaces
   *     none
   */
  Future<Placed> publish(Draft draft, Optional<String> merge) {
    Placed known = merged.get(draft.key());
    if (known != null) {
      return Future.succeededFuture(known);
    }
    String group =
        merge.map(key -> "m:" + draft.topic().name() + ":" + key).orElse("k:" + draft.key());
    Waiting one = waiting.computeIfAbsent(group, none -> new Waiting(draft));
    one.add(draft);
    if (timer == NONE) {
      timer = vertx.setTimer(pause, now -> flush());
    }
    return one.place.future();
  }

  private void flush() {
    timer = NONE;
    List<Waiting> due = List.copyOf(waiting.values());
    waiting.clear();
    for (int from = 0; from < due.size(); from += Publisher.MOST_PAYLOADS) {
      publish(due.subList(from, Math.min(due.size(), from + Publisher.MOST_PAYLOADS)));
    }
  }

  private void publish(List<Waiting> some) {
    journal
        .apply(some.stream().map(one -> one.newest).toList())
        .onFailure(cause -> some.forEach(one -> one.place.fail(cause)))
        .onSuccess(
            places -> {
              for (int i = 0; i < places.size(); i++) {
                Waiting one = some.get(i);
                Placed place = places.get(i);
                one.replaced.forEach(key -> merged.put(key, place));
                one.place.complete(place);
              }
            });
  }

  /** Fails the waiting drafts; the nodes repeat them with the next leader. */
  void end() {
    vertx.cancelTimer(timer);
    List<Waiting> left = List.copyOf(waiting.values());
    waiting.clear();
    left.forEach(one -> one.place.fail("leads no more"));
  }
}
