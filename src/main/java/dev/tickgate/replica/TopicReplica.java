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
 * The newest publications of one topic, checked by offset: one that does not follow is held, and
 * the leader is asked for what is missing. Confined to the event loop of its feed.
 *
 * <pre>
 *             leader's head known, tail fetched            hole, or told to ask
 *   FILLING ─────────────────────────────────▶ FLOWING ─────────────────────────▶ REPAIRING
 *      ▲                                         ▲                                    │
 *      │ what is missing is nowhere any more,     └───────── hole filled ──────────────┤
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
  // Written by the loop, read by any thread that asks for readiness.
  private volatile boolean filled;
  private boolean asking;
  // A reason to ask came while it asked.
  private boolean again;
  // The last answer did not lead to the leader's head.
  private boolean behind;
  // Where we stood when we asked; since then the bus may have brought more.
  private Optional<Position> asked = Optional.empty();

  /**
   * @param capacity publications that are kept
   * @param pinned whether every hub has it always; otherwise those that want it
   * @param asks has the leader asked, as soon as one answers
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
   * A publication has come, maybe not for the first time.
   *
   * @return whether it was new and the next one
   */
  boolean received(Publication publication) {
    // Also while the leader is asked: one that has just died lets us wait, its successor publishes.
    Optional<Position> before = history.head();
    if (filled && accept(publication)) {
      return !history.head().equals(before);
    }
    if (held.size() < MAX_HELD) {
      // Full: the leader will be asked again, and has them all.
      held.add(publication);
    }
    if (!asking) {
      ask();
    }
    return false;
  }

  /** Takes it, or drops it as known; false where something before it is missing. */
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

  // Nothing was published in the one before, so nothing is lost.
  private void beginEpoch(long epoch) {
    Position beginning = new Position(epoch, 0);
    history.restart(beginning);
    if (filled) {
      served.post(hub -> hub.beginEpoch(topic, beginning));
    }
  }

  /** Has the leader asked, unless it is being asked. */
  void ask() {
    if (asking) {
      again = true;
    } else {
      asking = true;
      asks.accept(this);
    }
  }

  /** Has the leader asked where the last question brought nothing. */
  void askIfIncomplete() {
    if (!asking && (!filled || behind)) {
      ask();
    }
  }

  /** The question, as it is sent now. */
  Question question() {
    again = false;
    behind = false;
    asked = history.head();
    return new Question(asked, history.limit());
  }

  /** No leader has answered: the question waits for the next one. */
  void unanswered() {
    drain();
  }

  void answered(SyncReply reply) {
    asking = false;
    boolean lost = history.head().isPresent() && continuityIsLost(reply);
    if (!lost) {
      doubt.end();
    } else if (!isNewEpoch(reply) && (!reply.state().isCertain() || !doubt.isOver())) {
      // We may know more than a leader that was deposed and does not know it yet.
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
      // The loops of this node have too much to do, or the leader changes: again next second.
      behind = true;
      LOG.atWarn().addKeyValue("topic", topic).log("replica.topic_fell_behind");
    }
  }

  // Only a leader begins one, and what it publishes is of no use before it is known; whether its
  // source answers now does not matter.
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

  /** A hub has its first subscription: it gets what there is, and from now on what comes. */
  void wantedBy(Mailbox hub, long generation) {
    served.wantedBy(hub, generation);
    if (filled) {
      served.fill(hub, generation, history.head().get(), history.tail());
    }
  }

  /**
   * @return whether no hub wants it any more
   */
  boolean unwantedBy(Mailbox hub) {
    return served.unwantedBy(hub);
  }

  /** Whether a client that comes back soon would be served sooner by what is kept. */
  boolean isWorthKeeping() {
    return filled && !history.isEmpty();
  }

  /** Takes the publications that waited for the leader's answer; a hole in them asks again. */
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
