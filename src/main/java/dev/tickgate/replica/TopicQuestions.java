package dev.tickgate.replica;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.stream.Position;
import io.vertx.core.AsyncResult;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Sends the questions of topics to the leader of their feed: a bounded number of questions at a
 * time, and none while no leader answers. Confined to the event loop of its feed.
 */
final class TopicQuestions {
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final int MOST = 64;

  private final String feed;
  private final Bus bus;
  private final LongSupplier term;
  private final Predicate<TopicReplica> isHeld;
  private final BiConsumer<TopicReplica, SyncReply> answered;
  // Those that want to ask, the oldest first.
  private final Set<TopicReplica> waiting = new LinkedHashSet<>();
  // Whether a leader has answered the last check.
  private boolean led;
  private final Set<TopicReplica> asking = new HashSet<>();
  // How often questions were given up: an answer to one of them counts no more.
  private long givenUp;

  /**
   * @param term the highest one that was heard
   * @param isHeld whether the topic is still wanted
   */
  TopicQuestions(
      String feed,
      Bus bus,
      LongSupplier term,
      Predicate<TopicReplica> isHeld,
      BiConsumer<TopicReplica, SyncReply> answered) {
    this.feed = feed;
    this.bus = bus;
    this.term = term;
    this.isHeld = isHeld;
    this.answered = answered;
  }

  boolean areAnswered() {
    return led;
  }

  /** No leader answers: topics wait until {@link #go}. */
  void pause() {
    led = false;
  }

  /** A leader has answered a check. */
  void go() {
    led = true;
    askMore();
  }

  /** Another leader answers: it is asked what the one before may never answer. */
  void giveUp() {
    List<TopicReplica> asked = List.copyOf(asking);
    asking.clear();
    givenUp++;
    asked.forEach(this::again);
    askMore();
  }

  /** A topic wants to ask. */
  void ask(TopicReplica topic) {
    waiting.add(topic);
    askMore();
  }

  /** The topic is wanted no more; null where there was none. */
  void drop(TopicReplica topic) {
    waiting.remove(topic);
  }

  private void askMore() {
    while (led && asking.size() < MOST && !waiting.isEmpty()) {
      TopicReplica topic = waiting.iterator().next();
      waiting.remove(topic);
      send(topic, topic.question());
    }
  }

  private void send(TopicReplica topic, TopicReplica.Question question) {
    asking.add(topic);
    long mine = givenUp;
    Optional<Position> have = question.have();
    SyncRequest request =
        new SyncRequest(feed, topic.topic(), have, question.limit(), term.getAsLong());
    bus.sync(request, ANSWER)
        .onComplete(
            done -> {
              if (mine == givenUp) {
                asking.remove(topic);
                ended(topic, done);
                askMore();
              }
            });
  }

  private void ended(TopicReplica topic, AsyncResult<SyncReply> answer) {
    if (answer.succeeded()) {
      answered.accept(topic, answer.result());
    } else {
      unanswered(topic);
    }
  }

  /** The next check that is answered lets topics ask again, this one too. */
  void unanswered(TopicReplica topic) {
    led = false;
    again(topic);
  }

  private void again(TopicReplica topic) {
    if (isHeld.test(topic)) {
      waiting.add(topic);
      topic.unanswered();
    }
  }
}
