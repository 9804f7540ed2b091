package dev.tickgate.watchlist;

import dev.tickgate.watchlist.WatchlistAccess.Refusal;
import dev.tickgate.watchlist.WatchlistAccess.View;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks who may view which list, for one event loop: while a statement is under way the next
 * checks gather, and go together. So many clients that connect at once make few statements.
 * Confined to the loop.
 */
final class AccessChecks {
  private static final int TOGETHER = 1_000;

  private final WatchlistAccess access;
  // The oldest first.
  private final Map<View, Promise<Optional<Refusal>>> waiting = new LinkedHashMap<>();
  private boolean asking;

  AccessChecks(WatchlistAccess access) {
    this.access = access;
  }

  /** Why the user may not view the list; empty where it may. */
  Future<Optional<Refusal>> refusal(View view) {
    Promise<Optional<Refusal>> answer = waiting.computeIfAbsent(view, first -> Promise.promise());
    ask();
    return answer.future();
  }

  private void ask() {
    if (asking || waiting.isEmpty()) {
      return;
    }
    asking = true;
    List<View> views = waiting.keySet().stream().limit(TOGETHER).toList();
    Map<View, Promise<Optional<Refusal>>> asked = new LinkedHashMap<>();
    views.forEach(view -> asked.put(view, waiting.remove(view)));
    access.refusals(views).onComplete(answer -> answered(asked, answer));
  }

  private void answered(
      Map<View, Promise<Optional<Refusal>>> asked,
      AsyncResult<Map<View, Optional<Refusal>>> answer) {
    asking = false;
    asked.forEach(
        (view, promise) -> {
          if (answer.succeeded()) {
            promise.complete(answer.result().get(view));
          } else {
            promise.fail(answer.cause());
          }
        });
    ask();
  }
}
