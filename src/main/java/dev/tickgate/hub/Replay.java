package dev.tickgate.hub;

import dev.tickgate.protocol.Reply;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Recovery;
import dev.tickgate.stream.Topic;
import java.util.List;
import java.util.Optional;

/**
 * Brings a session from a position to the live stream of a topic. It reads publications from
 * memory, older ones from the replay source, no faster than the client reads. Live publications
 * need no queue of their own, because memory has them when the replay reaches them. Where no leader
 * can be asked now, or this node is behind the client, the replay waits: neither means that
 * publications were lost. Confined to the hub's event loop.
 *
 * <p>A replay begins at a position that the client gave, or where the connection was too full for
 * the live stream. In the second case the position needs no proof, and the replay ends early for a
 * client that is too slow.
 *
 * <pre>
 *   PROVING ──first page fits──▶ REPLAYING ──nothing left──▶ live stream
 *    │  ▲ └──cannot be proven──▶ newest publication, then the live stream
 *    ▼  │                         ▲
 *   WAITING      BEHIND ──────────┴──lag is over: newest publication, with `skipped`
 *                  └──connection accepts more──▶ REPLAYING
 * </pre>
 */
final class Replay {
  // Publications per page: between two pages the connection may become full.
  private static final int PAGE = 256;

  private final Hub hub;
  private final Subscription subscription;
  private Position position;
  // Empty where the client gave the position: such a client gets everything, however slowly it
  // reads.
  private final Optional<Lag> lag;
  private boolean proven;
  private boolean asking;

  private Replay(Hub hub, Subscription subscription, Position position, Optional<Lag> lag) {
    this.hub = hub;
    this.subscription = subscription;
    this.position = position;
    this.lag = lag;
    this.proven = lag.isPresent();
  }

  /** Returns a replay from a position that the client gave. */
  static Replay resume(Hub hub, Subscription subscription, Position position) {
    return new Replay(hub, subscription, position, Optional.empty());
  }

  /** Returns a replay from the last publication that a full connection accepted. */
  static Replay catchUp(Hub hub, Subscription subscription, Position position) {
    return new Replay(hub, subscription, position, Optional.of(new Lag(hub.loopTime())));
  }

  /** Continues when the connection accepts more again. */
  void drained() {
    lag.ifPresent(behind -> behind.drained(hub.loopTime()));
    pump();
  }

  /** Continues as far as memory and the connection allow. */
  void pump() {
    if (isWanted() && lag.isPresent() && lag.get().isOver(hub.loopTime())) {
      skip();
    } else {
      replay();
    }
    if (!subscription.session.output().takesMore()) {
      lag.ifPresent(behind -> behind.full(hub.loopTime()));
    }
  }

  private void replay() {
    while (!asking
        && subscription.topic.isFilled()
        && isWanted()
        && subscription.session.output().takesMore()) {
      if (position.equals(Position.OLDEST)) {
        position = subscription.topic.history.begin().orElseThrow();
      }
      Recovery recovery = subscription.topic.history.since(position, PAGE);
      if (recovery instanceof Recovery.Complete complete) {
        prove();
        send(complete.missed());
        if (head().filter(position::equals).isPresent()) {
          hub.subscriptions().goLive(subscription);
          return;
        }
      } else if (recovery instanceof Recovery.Reset) {
        giveUp();
        return;
      } else if (proven && recovery instanceof Recovery.Ahead) {
        hub.waitFor(this);
        return;
      } else {
        ask();
      }
    }
  }

  /** Continues after new publications of the topic, if memory covers the position now. */
  void publicationsCame() {
    if (subscription.topic.history.since(position, 0) instanceof Recovery.Complete) {
      pump();
    } else if (isWanted()) {
      hub.waitFor(this);
    }
  }

  Topic topic() {
    return subscription.topic.topic;
  }

  /** Whether the replay continues from where a full connection accepted no more. */
  boolean isCatchUp() {
    return lag.isPresent();
  }

  Session session() {
    return subscription.session;
  }

  // Sends only the newest publication, once the connection accepts it.
  private void skip() {
    Optional<Publication> newest = subscription.topic.history.newest();
    boolean continues = newest.isPresent() && newest.get().position().epoch() == position.epoch();
    long skipped = continues ? newest.get().position().offset() - position.offset() - 1 : -1;
    if (skipped < 0) {
      // The topic has started again, or nothing is missing.
      replay();
    } else if (subscription.session.output().takesMore()) {
      subscription.session.output().skipTo(newest.get().skipping(skipped));
      hub.subscriptions().goLive(subscription);
    }
  }

  private boolean isWanted() {
    return session().has(this);
  }

  private void ask() {
    asking = true;
    hub.replaySource()
        .after(subscription.topic.topic, position, PAGE)
        .onComplete(
            answer -> {
              asking = false;
              if (isWanted() && answer.succeeded()) {
                hub.guard().run(session(), () -> found(answer.result()));
                hub.flush();
              } else if (isWanted()) {
                hub.waitFor(this);
              }
            });
  }

  private void found(ReplaySource.Page page) {
    List<Publication> missed = page.publications();
    if (subscription.topic.history.since(position, 0) instanceof Recovery.Complete) {
      // This node has caught up with the client meanwhile. The leader may be in a new epoch
      // already; this node notifies its clients when it enters that epoch.
      pump();
    } else if (!missed.isEmpty() && Publication.follow(position, missed)) {
      prove();
      send(missed);
      pump();
    } else if (page.head().equals(position)) {
      prove();
      hub.waitFor(this);
    } else if (page.certain() && !isOfLaterEpoch(page.head())) {
      giveUp();
    } else {
      hub.waitFor(this);
    }
  }

  // This node enters the leader's epoch within a second. Until then its newest publication belongs
  // to the epoch that has ended.
  private boolean isOfLaterEpoch(Position leader) {
    return head().filter(known -> known.epoch() < leader.epoch()).isPresent();
  }

  // Publications that did not fit are read again when the connection accepts more.
  private void send(List<Publication> missed) {
    if (!missed.isEmpty() && subscription.session.output().takesMore()) {
      position = subscription.session.output().replay(missed);
      subscription.holds = position;
    }
  }

  private void prove() {
    if (!proven) {
      proven = true;
      Position head = head().filter(this::isAhead).orElse(position);
      long missed = head.offset() - position.offset();
      answer(Optional.of(head), missed > 0, new Reply.Resumption(true, missed));
    }
  }

  // The node may still be in an earlier epoch than the client.
  private boolean isAhead(Position known) {
    return known.epoch() == position.epoch() && known.offset() > position.offset();
  }

  private Optional<Position> head() {
    return subscription.topic.history.head();
  }

  private void giveUp() {
    boolean newest = subscription.topic.history.newest().isPresent();
    answer(head(), newest, new Reply.Resumption(false, 0));
    hub.subscriptions().goLiveWithNewest(subscription);
  }

  private void answer(Optional<Position> head, boolean followed, Reply.Resumption resumption) {
    if (!position.equals(Position.NONE)) {
      hub.metrics().resumed(resumption.recovered());
    }
    subscription.session.reply(
        new Reply.Subscribed(subscription.topic.topic, head, followed, Optional.of(resumption)));
  }
}
