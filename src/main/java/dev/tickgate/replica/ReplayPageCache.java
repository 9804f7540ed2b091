package dev.tickgate.replica;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.hub.ReplaySource;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicRoutes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Publications older than the memory of this node, requested from the leader in pages that begin at
 * fixed offsets. Thousands of clients that reconnect together, each with a position of its own,
 * need the same few pages, and the node requests each page once. One per node. Any event loop of a
 * hub may call; the state is confined to an event loop of its own.
 */
public final class ReplayPageCache implements ReplaySource {
  private static final int PAGE = 256;
  private static final int REMEMBERED = 64;
  private static final Duration ANSWER = Duration.ofSeconds(2);
  // After a longer time the journal may have been trimmed up to the end of the page, and the page
  // would not prove continuity.
  private static final Duration FRESH = Duration.ofSeconds(3);

  private final Vertx vertx;
  private final Bus bus;
  private final TopicRoutes routes;
  private final Context own;
  private final LongSupplier nanos;
  private final Map<Key, Question> questions =
      new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Question> eldest) {
          return size() > REMEMBERED;
        }
      };
  private long asked;

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  public ReplayPageCache(Vertx vertx, Bus bus, TopicRoutes routes, LongSupplier nanos) {
    this.vertx = vertx;
    this.routes = routes;
    this.bus = bus;
    this.nanos = nanos;
    this.own = vertx.getOrCreateContext();
  }

  private record Key(Topic topic, Position before) {}

  /**
   * A request to the leader.
   *
   * @param number counts the requests
   * @param at the time, in nanoseconds
   */
  private record Question(long number, long at, Future<Page> answer) {}

  @Override
  public Future<Page> after(Topic topic, Position position, int limit) {
    Context caller = Vertx.currentContext();
    Promise<Page> answer = Promise.promise();
    own.runOnContext(
        on ->
            find(topic, position, limit)
                .onComplete(
                    (page, failure) ->
                        caller.runOnContext(back -> answer.complete(page, failure))));
    return answer.future();
  }

  private Future<Page> find(Topic topic, Position position, int limit) {
    Position before = new Position(position.epoch(), position.offset() / PAGE * PAGE);
    return find(topic, before, position, limit, asked);
  }

  private Future<Page> find(Topic topic, Position before, Position position, int limit, long came) {
    return page(new Key(topic, before), position, came)
        .compose(
            page -> {
              if (follows(before, page)) {
                return isCutBefore(position, page)
                    ? find(topic, last(page), position, limit, came)
                    : Future.succeededFuture(behind(position, page, limit));
              }
              return reaches(page.head(), position)
                  // The page begins before the journal; the position may be within the journal.
                  ? page(new Key(topic, position), position, came)
                      .map(exact -> behind(position, exact, limit))
                  // The leader is behind its clients: a request per client would return no more.
                  : Future.succeededFuture(new Page(page.head(), page.certain(), List.of()));
            });
  }

  // A page of large publications ends early: the next one begins where it ends.
  private static boolean isCutBefore(Position position, Page page) {
    return !page.publications().isEmpty()
        && last(page).offset() <= position.offset()
        && reaches(page.head(), position);
  }

  private static Position last(Page page) {
    return page.publications().get(page.publications().size() - 1).position();
  }

  private static boolean follows(Position before, Page page) {
    return page.publications().isEmpty()
        ? page.head().equals(before)
        : page.publications().get(0).position().equals(before.next());
  }

  private static boolean reaches(Position head, Position position) {
    return head.epoch() == position.epoch() && head.offset() > position.offset();
  }

  /**
   * @param came the number of the last request before the call: its answer may be from before the
   *     leader published the position of the client
   */
  private Future<Page> page(Key key, Position wanted, long came) {
    Question known = questions.get(key);
    if (known == null) {
      return ask(key);
    }
    if (known.number > came) {
      return known.answer;
    }
    if (known.answer.succeeded()) {
      boolean old = nanos.getAsLong() - known.at > FRESH.toNanos();
      return old || isUsedUp(known.answer.result(), wanted) ? ask(key) : known.answer;
    }
    return known.answer.compose(
        page ->
            isBehind(page.head(), wanted) ? page(key, wanted, came) : Future.succeededFuture(page));
  }

  private static boolean isBehind(Position head, Position wanted) {
    return head.epoch() == wanted.epoch()
        ? head.offset() < wanted.offset()
        : head.epoch() < wanted.epoch();
  }

  private Future<Page> ask(Key key) {
    Question question = new Question(++asked, nanos.getAsLong(), ask(key.topic(), key.before()));
    questions.put(key, question);
    // A page that failed, or does not follow its position, may be available later.
    question.answer.onComplete(
        page -> {
          if (page.failed() || !follows(key.before(), page.result())) {
            questions.remove(key, question);
          }
        });
    // A page may have 1 MiB: an expired page must not stay until other pages replace it.
    vertx.setTimer(FRESH.toMillis(), old -> questions.remove(key, question));
    return question.answer;
  }

  /** The number of pages in its memory. */
  Future<Integer> remembered() {
    Promise<Integer> count = Promise.promise();
    own.runOnContext(on -> count.complete(questions.size()));
    return count.future();
  }

  // A page that ended at the head may have grown since: a client that has all of it needs a new
  // request.
  private static boolean isUsedUp(Page page, Position wanted) {
    return page.publications().isEmpty()
        || last(page).equals(page.head()) && last(page).offset() <= wanted.offset();
  }

  private Future<Page> ask(Topic topic, Position position) {
    return routes
        .of(topic)
        .map(TopicRoutes.Route::feed)
        .map(feed -> bus.sync(new SyncRequest(feed, topic, Optional.of(position), PAGE), ANSWER))
        .orElseGet(() -> Future.failedFuture("no feed serves " + topic))
        .map(reply -> new Page(reply.head(), reply.state().isCertain(), reply.publications()));
  }

  private static Page behind(Position position, Page page, int limit) {
    List<Publication> publications =
        page.publications().stream()
            .filter(publication -> publication.position().offset() > position.offset())
            .limit(limit)
            .toList();
    return new Page(page.head(), page.certain(), publications);
  }
}
