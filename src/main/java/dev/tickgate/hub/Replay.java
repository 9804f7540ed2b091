package dev.tickgate.hub;

import dev.tickgate.protocol.Reply;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Recovery;
import dev.tickgate.stream.Topic;
import java.util.List;
import java.util.Optional;

/**
 * A session catching up with a topic from its position: from memory, beyond it from the archive, no
 * faster than the client reads, until it stands where the live stream is. Live publications need
 * not wait in a queue of its own, because memory has them when their turn comes. Where nobody can
 * be asked now, or this node is behind the client, it waits: neither means that anything was lost.
 *
 * <pre>
 *   PROVING ──first page fits──▶ REPLAYING ──nothing left──▶ the session hears the live stream
 *    │  ▲ └──cannot be proven──▶ newest publication, then the live stream
 *    ▼  │
 *   WAITING
 * </pre>
 */
final class Replay {
  // So many at a time: between two pages the connection may say that it is full.
  private static final int PAGE = 256;

  private final Hub hub;
  private final Subscription subscription;
  private Position position;
  private boolean proven;
  private boolean asking;

  Replay(Hub hub, Subscription subscription, Position position) {
    this.hub = hub;
    this.subscription = subscription;
    this.position = position;
  }

  /** Goes on as far as memory and the connection allow. */
  void pump() {
    if (isWanted() && !subscription.topic.isFilled() && !hub.awaits(subscription.topic.topic)) {
      giveUp();
      return;
    }
    while (!asking
        && subscription.topic.isFilled()
        && isWanted()
        && subscription.session.outlet().takesMore()) {
      Recovery recovery = subscription.topic.history.since(position, PAGE);
      if (recovery instanceof Recovery.Complete complete) {
        prove();
        send(complete.missed());
        if (head().filter(position::equals).isPresent()) {
          hub.goLive(subscription);
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

  /** The node has learned something: enough to go on without asking? */
  void publicationsCame() {
    if (subscription.topic.history.since(position, 0) instanceof Recovery.Complete) {
      pump();
    } else if (isWanted()) {
      hub.waitFor(this);
    }
  }

  boolean isOf(Topic topic) {
    return subscription.topic.topic.equals(topic);
  }

  Session session() {
    return subscription.session;
  }

  private boolean isWanted() {
    return subscription.session.replays().get(subscription.topic.topic) == this;
  }

  private void ask() {
    asking = true;
    hub.archive()
        .after(subscription.topic.topic, position, PAGE)
        .onComplete(
            answer -> {
              asking = false;
              if (isWanted() && answer.succeeded()) {
                found(answer.result());
              } else if (isWanted()) {
                hub.waitFor(this);
              }
            });
  }

  private void found(Archive.Page page) {
    List<Publication> missed = page.publications();
    if (!missed.isEmpty() && Publication.follow(position, missed)) {
      prove();
      send(missed);
      pump();
    } else if (page.head().equals(position)) {
      prove();
      hub.waitFor(this);
    } else if (page.certain()) {
      giveUp();
    } else {
      hub.waitFor(this);
    }
    hub.flush();
  }

  // What did not fit is found again when the connection takes more.
  private void send(List<Publication> missed) {
    if (!missed.isEmpty() && subscription.session.outlet().takesMore()) {
      position = subscription.session.outlet().replay(missed);
    }
  }

  private void prove() {
    if (!proven) {
      proven = true;
      Position head = head().filter(known -> known.offset() > position.offset()).orElse(position);
      answer(true, Optional.of(head), head.offset() - position.offset());
    }
  }

  private Optional<Position> head() {
    return subscription.topic.history.head();
  }

  private void giveUp() {
    answer(false, head(), 0);
    hub.goLiveWithNewest(subscription);
  }

  private void answer(boolean recovered, Optional<Position> head, long replayed) {
    hub.metrics().resumed(recovered);
    subscription.session.reply(
        new Reply.Subscribed(
            subscription.topic.topic,
            head,
            Optional.of(new Reply.Resumption(recovered, replayed))));
  }
}
