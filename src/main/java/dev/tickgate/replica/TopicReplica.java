package dev.tickgate.replica;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.FeedState;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.stream.History;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One topic's way into this node. The bus may lose, repeat and come late, so what it brings is
 * checked by offset; every second the leader is asked where it stands, and for what is missing.
 * Confined to the event loop that started it.
 *
 * <pre>
 *             leader's head known, tail fetched            hole, or leader ahead
 *   FILLING ─────────────────────────────────▶ FLOWING ─────────────────────────▶ REPAIRING
 *      ▲                                         ▲                                    │
 *      │ what is missing is nowhere any more,     └───────── hole filled ──────────────┤
 *      └ or another epoch ─────────────────────────────────────────────────────────────┘
 * </pre>
 */
final class TopicReplica {
  private static final Logger LOG = LoggerFactory.getLogger(TopicReplica.class);
  private static final int PAGE = 1000;
  private static final int MAX_HELD = 10_000;
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final Duration STALE = Duration.ofSeconds(3);
  // A cluster that starts as a whole has no leader yet: no reason to wake anybody.
  private static final Duration STARTING = Duration.ofSeconds(15);
  private static final Duration DOUBT = Duration.ofSeconds(3);
  private static final long NEVER = -1;

  private final String feed;
  private final Topic topic;
  private final Bus bus;
  private final Hubs hubs;
  private final int capacity;
  private final ReplicaMetrics metrics;
  private final InstantSource clock;
  private final TopicHealth trouble;
  // Publications that arrived during a question to the leader and wait for its answer.
  private final ArrayDeque<Publication> held = new ArrayDeque<>();
  private History history;
  // Written by the loop, read by whoever asks for readiness.
  private volatile boolean filled;
  private boolean asking;
  // Where we stood when we asked; since then the bus may have brought more.
  private Optional<Position> asked = Optional.empty();
  private long term;
  // The lower term that was told to operators last.
  private long outdated = NEVER;
  private long lastHeard;
  private long lostSince = NEVER;

  TopicReplica(
      String feed,
      Topic topic,
      Bus bus,
      Hubs hubs,
      int capacity,
      ReplicaMetrics metrics,
      InstantSource clock) {
    this.feed = feed;
    this.topic = topic;
    this.bus = bus;
    this.hubs = hubs;
    this.capacity = capacity;
    this.metrics = metrics;
    this.clock = clock;
    this.trouble = new TopicHealth(topic, hubs, metrics, clock);
    this.history = new History(capacity);
  }

  Topic topic() {
    return topic;
  }

  /** Whether this node has all there is, and a leader says so. */
  boolean isComplete() {
    return filled && !trouble.isStale();
  }

  /** Begins to hear; done when every node knows that this one does. */
  Future<Void> start() {
    lastHeard = clock.millis() + STARTING.minus(STALE).toMillis();
    return bus.hear(topic, this::received).onSuccess(registered -> ask()).mapEmpty();
  }

  /** Once a second: a lost last message has no successor to betray it. */
  void tick() {
    ask();
    // A leader that publishes need not have answered yet.
    long silent = clock.millis() - lastHeard;
    if (silent > STALE.toMillis()) {
      trouble.report(ErrorCode.FEED_STALE);
    }
  }

  private void received(Publication publication) {
    metrics.received(topic);
    // Also while the leader is asked: one that has just died lets us wait, its successor publishes.
    Optional<Position> before = history.head();
    if (filled && accept(publication)) {
      if (!history.head().equals(before)) {
        lastHeard = clock.millis();
      }
      return;
    }
    if (!asking) {
      ask();
    } else if (held.size() < MAX_HELD) {
      // Full: the leader will be asked again, and has them all.
      held.add(publication);
    }
  }

  /** Takes it, or drops it as known; false where something before it is missing. */
  private boolean accept(Publication publication) {
    Optional<Position> head = history.head();
    if (head.isEmpty() || head.get().epoch() != publication.position().epoch()) {
      return false;
    }
    long ahead = publication.position().offset() - head.get().offset();
    if (ahead <= 0) {
      metrics.duplicate(topic);
      return true;
    }
    if (ahead > 1 || !hubs.takesMore()) {
      return false;
    }
    history.append(publication);
    if (filled) {
      hubs.post(hub -> hub.publish(publication));
    }
    return true;
  }

  private void ask() {
    if (asking) {
      return;
    }
    asking = true;
    asked = history.head();
    // Where nobody leads, or not yet, staleness says so when it lasts.
    bus.sync(new SyncRequest(feed, topic, asked, asked.isEmpty() ? 0 : PAGE, term), ANSWER)
        .onComplete(done -> asking = false)
        .onSuccess(this::answered)
        .onFailure(nobody -> release());
  }

  private void answered(SyncReply reply) {
    if (reply.term() < term) {
      outdated(reply);
      return;
    }
    term = reply.term();
    lastHeard = clock.millis();
    switch (reply.state()) {
      case LIVE -> trouble.over();
      case SOURCE_UNAVAILABLE -> trouble.report(ErrorCode.DB_POLLING_FAILED);
      case MISCONFIGURED -> trouble.report(ErrorCode.FEED_MISCONFIGURED);
    }
    boolean lost = history.head().isPresent() && continuityIsLost(reply);
    if (!lost) {
      lostSince = NEVER;
    } else if (!isNewEpoch(reply) && (reply.state() != FeedState.LIVE || !isSure(reply))) {
      // We may know more than one who was deposed and does not know it yet.
      release();
      return;
    }
    boolean restarted = lost || history.head().isEmpty();
    if (restarted) {
      restart(reply);
    }
    boolean moved = take(reply.publications()) || restarted;
    if (history.head().get().offset() >= reply.head().offset()) {
      filled();
      release();
    } else if (moved) {
      ask();
    } else {
      // The loops of this node have too much to do, or the leader changes: again next second.
      LOG.atWarn().addKeyValue("topic", topic).log("intake.behind");
    }
  }

  /**
   * A leader that does not know yet that it was deposed; or its database went back, which it learns
   * from the term in our question. Where it lasts, the topic becomes stale.
   */
  private void outdated(SyncReply reply) {
    if (reply.term() != outdated) {
      outdated = reply.term();
      LOG.atWarn()
          .addKeyValue("topic", topic)
          .addKeyValue("term", reply.term())
          .addKeyValue("head", reply.head())
          .addKeyValue("known_term", term)
          .addKeyValue("known_head", history.head().map(Position::toString).orElse("none"))
          .log("intake.leader_outdated");
    }
  }

  // A paused leader may answer once more before it learns that it was deposed; after one lease it
  // cannot.
  private boolean isSure(SyncReply reply) {
    if (lostSince == NEVER) {
      lostSince = clock.millis();
    }
    return clock.millis() - lostSince >= DOUBT.toMillis();
  }

  // Only a leader begins one, and what it publishes is of no use before it is known; whether its
  // table answers now does not matter.
  private boolean isNewEpoch(SyncReply reply) {
    return reply.head().epoch() > history.head().get().epoch();
  }

  private boolean continuityIsLost(SyncReply reply) {
    Position head = history.head().get();
    if (head.epoch() != reply.head().epoch() || asked.get().offset() > reply.head().offset()) {
      return true;
    }
    List<Publication> page = reply.publications();
    // Nothing, though the leader is ahead: what we miss is gone, up to its head.
    return page.isEmpty()
        ? asked.get().offset() < reply.head().offset()
        : page.get(0).position().offset() > head.offset() + 1;
  }

  private void restart(SyncReply reply) {
    if (filled) {
      metrics.restarted(topic);
      LOG.atWarn()
          .addKeyValue("topic", topic)
          .addKeyValue("had", history.head().get())
          .addKeyValue("leader", reply.head())
          .log("intake.continuity_lost");
    }
    filled = false;
    history = new History(capacity);
    history.restart(new Position(reply.head().epoch(), beginning(reply)));
  }

  /** The offset behind which this node begins anew. */
  private long beginning(SyncReply reply) {
    if (!reply.publications().isEmpty()) {
      return reply.publications().get(0).position().offset() - 1;
    }
    // The first question of all wants no publications yet.
    return asked.isEmpty() ? Math.max(0, reply.head().offset() - capacity) : reply.head().offset();
  }

  private boolean take(List<Publication> page) {
    Position before = history.head().get();
    List<Publication> missing =
        page.stream().filter(p -> p.position().offset() > before.offset()).toList();
    if (filled && !missing.isEmpty()) {
      metrics.gap(topic);
      LOG.atInfo()
          .addKeyValue("topic", topic)
          .addKeyValue("from", missing.get(0).position())
          .addKeyValue("publications", missing.size())
          .log("intake.gap_repaired");
    }
    for (Publication publication : missing) {
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
      List<Publication> tail = history.tail(capacity);
      hubs.post(hub -> hub.fill(topic, head, tail));
      LOG.atInfo()
          .addKeyValue("topic", topic)
          .addKeyValue("head", head)
          .addKeyValue("history", tail.size())
          .log("intake.filled");
    }
  }

  /** Takes the publications that waited for the leader's answer; a hole in them asks again. */
  private void release() {
    while (!held.isEmpty() && !asking) {
      if (!filled || !accept(held.poll())) {
        held.clear();
        if (filled) {
          ask();
        }
      }
    }
  }
}
