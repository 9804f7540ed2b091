package dev.tickgate.replica;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.CheckReply;
import dev.tickgate.bus.CheckRequest;
import dev.tickgate.bus.FeedBatch;
import dev.tickgate.bus.FeedState;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.hub.Mailbox;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replica of one feed at this node. The bus may lose, repeat and delay publications, so the
 * replica checks the sequence of the feed. Once a second, and at each gap, it asks the leader for
 * the publications that this node has missed. The sequence only shows that publications are
 * missing, whatever the number of topics; the offsets of each topic decide which ones are accepted.
 * Confined to the event loop that started it.
 *
 * <pre>
 *             leader answers                     gap, or the leader is ahead
 *   BEGINNING ──────────────▶ FOLLOWING ──────────────────────────────────▶ CATCHING UP
 *                                ▲   ▲             leader has the missing ones     │
 *                                │   └──────────────────────────────────────────────┤
 *                                └── it does not: each topic asks the leader ────────┘
 * </pre>
 */
final class FeedReplica {
  private static final Logger LOG = LoggerFactory.getLogger(FeedReplica.class);
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final Duration STALE = Duration.ofSeconds(3);
  // A cluster that starts as a whole has no leader yet; during this time the feed is not stale.
  private static final Duration STARTING = Duration.ofSeconds(15);

  private final String feed;
  private final Bus bus;
  private final Hubs hubs;
  private final ReplicaMetrics metrics;
  private final InstantSource clock;
  private final FeedHealth health;
  private final Optional<DemandReports> demand;
  private final Map<Topic, TopicReplica> topics = new HashMap<>();
  // Complete before the first question; any thread reads it.
  private final List<TopicReplica> pinned = new CopyOnWriteArrayList<>();
  private final TopicQuestions questions;
  private final UnsubscribedTopics unsubscribed;
  private final KnownTerm term;
  private final SingleQuestion checking = new SingleQuestion();
  // Written by the loop, read by any thread that checks readiness.
  private volatile boolean begun;
  private long epoch;
  private long seq;
  private long lastHeard;

  /**
   * @param demand reports the subscribed topics, if the leader of the feed needs them
   */
  FeedReplica(
      String feed,
      Bus bus,
      Hubs hubs,
      ReplicaMetrics metrics,
      InstantSource clock,
      Optional<DemandReports> demand) {
    this.feed = feed;
    this.bus = bus;
    this.hubs = hubs;
    this.metrics = metrics;
    this.clock = clock;
    this.demand = demand;
    this.unsubscribed = new UnsubscribedTopics(clock);
    this.term = new KnownTerm(feed);
    this.questions =
        new TopicQuestions(
            feed, bus, term::number, topic -> topics.get(topic.topic()) == topic, this::answered);
    this.health = new FeedHealth(feed, hubs, metrics, clock, topics::keySet);
  }

  String feed() {
    return feed;
  }

  /** Subscribes to the feed; completes when every node has the registration. */
  Future<Void> start() {
    metrics.serves(feed);
    lastHeard = clock.millis() + STARTING.minus(STALE).toMillis();
    return bus.hearFeed(feed, this::received).onSuccess(registered -> check()).mapEmpty();
  }

  /**
   * Keeps a topic, with or without subscribers.
   *
   * @param history how many publications are kept
   */
  void pin(Topic topic, int history) {
    pinned.add(begin(topic, history, true));
    demand.ifPresent(reports -> reports.wanted(topic));
  }

  /** Called when a hub has its first subscription to a topic. */
  void wanted(Topic topic, int history, Mailbox hub, long generation) {
    unsubscribed.remove(topic);
    TopicReplica known = topics.get(topic);
    TopicReplica replica = known == null ? begin(topic, history, false) : known;
    replica.wantedBy(hub, generation);
    demand.ifPresent(reports -> reports.wanted(topic));
    if (!questions.areAnswered()) {
      hub.post(one -> one.acknowledgeWaiting(topic));
    }
    health.tell(topic);
  }

  private TopicReplica begin(Topic topic, int history, boolean pinned) {
    TopicReplica replica =
        new TopicReplica(topic, history, pinned, hubs, questions::ask, metrics, feed, clock);
    topics.put(topic, replica);
    replica.ask();
    return replica;
  }

  /** Called when a hub has lost its last subscription to a topic. */
  void unwanted(Topic topic, Mailbox hub) {
    TopicReplica replica = topics.get(topic);
    if (replica == null || !replica.unwantedBy(hub)) {
      return;
    }
    demand.ifPresent(reports -> reports.unwanted(topic));
    if (replica.isWorthKeeping()) {
      unsubscribed.add(topic);
    } else {
      // Clients may invent any number of names.
      drop(topic);
    }
  }

  private void drop(Topic topic) {
    questions.drop(topics.remove(topic));
  }

  /** Called once a second: no later batch reveals the loss of the last one. */
  void tick() {
    check();
    demand.ifPresent(DemandReports::tick);
    unsubscribed.takeExpired().forEach(this::drop);
    // A leader that publishes is not stale, even if it has not answered a check yet.
    if (clock.millis() - lastHeard > STALE.toMillis()) {
      health.report(ErrorCode.FEED_STALE);
    }
  }

  void received(FeedBatch batch) {
    metrics.received(feed, batch.publications().size());
    long before = term.number();
    boolean taken = term.takes(batch);
    boolean answers = term.number() > before || taken && batch.isAnnouncement();
    if (answers) {
      // The leader that was asked may be dead, and not answer.
      checking.giveUp();
      questions.giveUp();
    }
    if (answers || !taken) {
      check();
    }
    if (!taken) {
      // The batch is from a deposed leader, or from one whose database went back to an earlier
      // state.
      return;
    }
    demand.ifPresent(reports -> reports.heard(batch));
    boolean next = batch.epoch() == epoch && batch.first() <= seq + 1;
    if (deliver(batch.publications())) {
      lastHeard = clock.millis();
    }
    if (next) {
      seq = Math.max(seq, batch.last());
    } else {
      check();
    }
  }

  /**
   * @return whether a publication in it was new
   */
  private boolean deliver(List<Publication> publications) {
    boolean moved = false;
    for (Publication publication : publications) {
      TopicReplica topic = topics.get(publication.topic());
      // A topic without a replica costs nothing; a new subscription asks the leader.
      moved |= topic == null || topic.received(publication);
    }
    return moved;
  }

  private void check() {
    if (checking.isUnderWay()) {
      return;
    }
    // A missing leader is reported as staleness if it lasts.
    CheckRequest request = new CheckRequest(feed, term.number(), epoch, seq);
    checking.ask(bus.check(request, ANSWER), this::answered, questions::pause);
  }

  private void answered(CheckReply reply) {
    FeedBatch missed = reply.missed();
    if (!term.takesAnswer(missed)) {
      questions.pause();
      return;
    }
    leads(missed.term(), reply.state());
    if (reply.complete()) {
      catchUp(reply);
    } else {
      beginAnew(reply);
    }
    topics.values().forEach(TopicReplica::askIfIncomplete);
    questions.go();
  }

  /** Records that a leader has answered, and the state of its source. */
  private void leads(long number, FeedState state) {
    demand.ifPresent(reports -> reports.leads(number));
    lastHeard = clock.millis();
    switch (state) {
      case LIVE -> health.over();
      case SOURCE_UNAVAILABLE -> health.report(ErrorCode.DB_POLLING_FAILED);
      case EXCHANGE_AWAY -> health.report(ErrorCode.EXCHANGE_UNAVAILABLE);
      case MISCONFIGURED -> health.report(ErrorCode.FEED_MISCONFIGURED);
    }
  }

  private void catchUp(CheckReply reply) {
    FeedBatch missed = reply.missed();
    // The bus may have delivered some of these publications meanwhile.
    List<Publication> news =
        missed.last() <= seq
            ? List.of()
            : missed
                .publications()
                .subList((int) Math.max(0, seq + 1 - missed.first()), missed.publications().size());
    if (!news.isEmpty()) {
      metrics.gap(feed);
      LOG.atInfo()
          .addKeyValue("feed", feed)
          .addKeyValue("after", seq)
          .addKeyValue("publications", news.size())
          .log("replica.gap_repaired");
      deliver(news);
      seq = missed.last();
      if (seq < reply.head()) {
        check();
      }
    }
  }

  /**
   * Continues at the head of the leader, which cannot determine the publications that this node has
   * missed. Each topic asks for its own, by its offsets.
   */
  private void beginAnew(CheckReply reply) {
    if (epoch > 0) {
      LOG.atWarn()
          .addKeyValue("feed", feed)
          .addKeyValue("had", epoch + "." + seq)
          .addKeyValue("leader", reply.missed().epoch() + "." + reply.head())
          .log("replica.sequence_lost");
    }
    epoch = reply.missed().epoch();
    seq = reply.head();
    begun = true;
    topics.values().forEach(TopicReplica::ask);
  }

  private void answered(TopicReplica topic, SyncReply reply) {
    if (!term.takes(reply)) {
      // The answer is from a deposed leader, or from one that has not answered a check yet.
      questions.unanswered(topic);
      check();
    } else if (topics.get(topic.topic()) == topic) {
      topic.answered(reply);
    }
  }

  /** Whether no leader answers; any thread may ask. */
  boolean isStale() {
    return health.isStale();
  }

  /** Whether the node has its pinned topics; any thread may ask. */
  boolean isComplete() {
    return begun && pinned.stream().allMatch(TopicReplica::isFilled);
  }
}
