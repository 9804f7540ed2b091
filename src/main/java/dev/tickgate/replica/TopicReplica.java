package dev.tickgate.replica;

import dev.tickgate.bus.SyncReply;
import dev.tickgate.hub.Mailbox;
import dev.tickgate.replica.ReplicaHistory.Continuity;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest publications of one topic, checked by offset. A publication that does not follow the
 * newest one is held, and the leader is asked for the missing ones. Confined to the event loop of
 * its feed.
 *
 * <pre>
 *             leader's head known, tail fetched            gap, or told to ask
 *   FILLING ─────────────────────────────────▶ FLOWING ─────────────────────────▶ REPAIRING
 *      ▲                                         ▲                                    │
 *      │ the leader lacks the missing ones,       └───────── gap filled ───────────────┤
 *      └ or another epoch ─────────────────────────────────────────────────────────────┘
 * </pre>
 */
final class TopicReplica {
  private static final Logger LOG = LoggerFactory.getLogger(TopicReplica.class);
  private static final int MAX_HELD = 10_000;

  private final Topic topic;
  private final ReplicaHistory history;
  private final Hubs hubs;
  private final TopicHubs served;
  private final Consumer<TopicReplica> asks;
  private final ReplicaMetrics metrics;
  private final String feed;
  private final Doubt doubt;
  // Publications that arrived during a question to the leader and wait for its answer.
  private final ArrayDeque<Publication> held = new ArrayDeque<>();
  // Written by the loop, read by any thread that checks readiness.
  private volatile boolean filled;
  private boolean asking;
  // Another reason to ask arose during the question.
  private boolean again;
  // The last answer did not reach the head of the leader.
  private boolean behind;
  // The newest position when the leader was asked; the bus may have delivered more since then.
  private Optional<Position> asked = Optional.empty();

  /**
   * @param capacity publications that are kept
   * @param pinned whether every hub always has the topic; otherwise only the hubs that need it
   * @param asks sends the question of a replica to the leader, as soon as one answers
   */
  TopicReplica(
      Topic topic,
      int capacity,
      boolean pinned,
      Hubs hubs,
      Consumer<TopicReplica> asks,
      ReplicaMetrics metrics,
      String feed,
      InstantSource clock) {
    this.topic = topic;
    this.served = new TopicHubs(topic, hubs, pinned);
    this.hubs = hubs;
    this.asks = asks;
    this.metrics = metrics;
    this.feed = feed;
    this.doubt = new Doubt(clock);
    this.history = new ReplicaHistory(capacity);
  }

  /** A question to the leader. */
  record Question(Optional<Position> have, int limit) {}

  Topic topic() {
    return topic;
  }

  boolean isFilled() {
    return filled;
  }

  /**
   * Receives a publication, possibly again.
   *
   * @return whether it was new and the next one
   */
  boolean received(Publication publication) {
    // Also during a question: a leader that has just died does not answer, while its successor
    // already publishes.
    Optional<Position> before = history.head();
    if (filled && accept(publication)) {
      return !history.head().equals(before);
    }
    if (held.size() < MAX_HELD) {
      // A publication beyond the limit is dropped: the leader will be asked again, and has it.
      held.add(publication);
    }
    if (!asking) {
      ask();
    }
    return false;
  }

  /**
   * Appends a publication, or drops a known one; false if a publication before it is missing, or if
   * the hubs accept no more.
   */
  private boolean accept(Publication publication) {
    return switch (history.order(publication.position())) {
      case FORMER_EPOCH -> true;
      case KNOWN -> {
        metrics.duplicate(feed);
        yield true;
      }
      case NEXT -> append(publication);
      case FIRST -> {
        beginEpoch(publication.position().epoch());
        yield append(publication);
      }
      case BEYOND -> false;
    };
  }

  private boolean append(Publication publication) {
    if (!hubs.takesMore()) {
      return false;
    }
    history.append(publication);
    if (filled) {
      served.post(hub -> hub.publish(publication));
    }
    return true;
  }

  // The former epoch had no publication, so none is lost.
  private void beginEpoch(long epoch) {
    Position beginning = new Position(epoch, 0);
    history.restart(beginning);
    if (filled) {
      served.post(hub -> hub.beginEpoch(topic, beginning));
    }
  }

  /** Asks the leader; during a question, asks again after its answer. */
  void ask() {
    if (asking) {
      again = true;
    } else {
      asking = true;
      asks.accept(this);
    }
  }

  /** Asks the leader if the last answer did not complete the topic. */
  void askIfIncomplete() {
    if (!asking && (!filled || behind)) {
      ask();
    }
  }

  /** Returns the question to send now. */
  Question question() {
    again = false;
    behind = false;
    asked = history.head();
    return new Question(asked, history.limit());
  }

  /** Called if no leader has answered: the question waits for the next leader. */
  void unanswered() {
    drain();
  }

  void answered(SyncReply reply) {
    asking = false;
    boolean lost = history.head().isPresent() && continuityIsLost(reply);
    if (!lost) {
      doubt.end();
    } else if (!isNewEpoch(reply) && (!reply.state().isCertain() || !doubt.isOver())) {
      // This node may have more than a leader that was deposed and does not know it yet.
      behind = true;
      drain();
      return;
    }
    boolean restarted = lost || history.head().isEmpty();
    if (restarted) {
      restart(reply);
    }
    boolean moved = take(reply.publications()) || restarted;
    if (history.head().get().offset() >= reply.head().offset()) {
      filled();
      drain();
      if (again) {
        ask();
      }
    } else if (moved) {
      ask();
    } else {
      // The loops of this node are behind, or the leader changes: the next tick asks again.
      behind = true;
      LOG.atWarn().addKeyValue("topic", topic).log("replica.topic_fell_behind");
    }
  }

  // Only a leader begins an epoch, and its publications are of no use before the epoch is known.
  // The state of its source does not matter.
  private boolean isNewEpoch(SyncReply reply) {
    return reply.head().epoch() > history.head().get().epoch();
  }

  private boolean continuityIsLost(SyncReply reply) {
    Continuity continuity = history.continuity(reply, asked.orElseThrow());
    if (continuity == Continuity.EPOCH_BEGINS) {
      beginEpoch(reply.head().epoch());
    }
    return continuity == Continuity.LOST;
  }

  private void restart(SyncReply reply) {
    if (filled) {
      metrics.restarted(feed);
      LOG.atWarn()
          .addKeyValue("topic", topic)
          .addKeyValue("had", history.head().get())
          .addKeyValue("leader", reply.head())
          .log("replica.continuity_lost");
    }
    filled = false;
    history.restartAt(reply);
  }

  private boolean take(List<Publication> page) {
    Position before = history.head().get();
    for (Publication publication : page) {
      if (!accept(publication)) {
        break;
      }
    }
    return !history.head().get().equals(before);
  }

  private void filled() {
    if (!filled) {
      filled = true;
      Position head = history.head().get();
      List<Publication> tail = history.tail();
      served.fill(head, tail);
      LOG.atDebug()
          .addKeyValue("topic", topic)
          .addKeyValue("head", head)
          .addKeyValue("history", tail.size())
          .log("replica.topic_filled");
    }
  }

  /**
   * Adds a hub with its first subscription: it receives the present publications, then the new
   * ones.
   */
  void wantedBy(Mailbox hub, long generation) {
    served.wantedBy(hub, generation);
    if (filled) {
      served.fill(hub, generation, history.head().get(), history.tail());
    }
  }

  /**
   * @return whether no hub needs it any more
   */
  boolean unwantedBy(Mailbox hub) {
    return served.unwantedBy(hub);
  }

  /** Whether a client that returns soon would be served sooner from this replica. */
  boolean isWorthKeeping() {
    return filled && !history.isEmpty();
  }

  /** Accepts the publications that waited for the answer of the leader; asks again at a gap. */
  private void drain() {
    while (!held.isEmpty()) {
      if (!filled || !accept(held.poll())) {
        held.clear();
        if (filled) {
          ask();
        }
      }
    }
  }
}
