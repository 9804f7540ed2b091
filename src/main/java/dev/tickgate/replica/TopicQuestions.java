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
  // The topics that wait to ask, the oldest first.
  private final Set<TopicReplica> waiting = new LinkedHashSet<>();
  // Whether a leader has answered the last check.
  private boolean led;
  private final Set<TopicReplica> asking = new HashSet<>();
  // How often questions were given up; answers to earlier questions are ignored.
  private long givenUp;

  /**
   * @param term the highest known term
   * @param isHeld whether the feed still has this replica of the topic
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

  /** Called if no leader answers: topics wait until {@link #go}. */
  void pause() {
    led = false;
  }

  /** Called when a leader has answered a check: topics may ask. */
  void go() {
    led = true;
    askMore();
  }

  /**
   * Called when another leader answers: repeats the questions that its predecessor may never
   * answer.
   */
  void giveUp() {
    List<TopicReplica> asked = List.copyOf(asking);
    asking.clear();
    givenUp++;
    asked.forEach(this::again);
    askMore();
  }

  /** Adds a topic that waits to ask. */
  void ask(TopicReplica topic) {
    waiting.add(topic);
    askMore();
  }

  /** Removes a topic that is not needed any more; it may be null. */
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

  /**
   * Called for a question without a valid answer: topics, including this one, ask again after the
   * next answered check.
   */
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
