package dev.tickgate.hub;

import dev.tickgate.protocol.Reply;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Recovery;
import java.util.List;
import java.util.Optional;

/**
 * A session catching up with a topic from its position: from memory, beyond it from the archive, no
 * faster than the client reads, until it stands where the live stream is. Live publications need
 * not wait in a queue of its own, because memory has them when their turn comes.
 *
 * <pre>
 *   PROVING ──first page fits──▶ REPLAYING ──nothing left──▶ the session hears the live stream
 *      └──cannot be proven──▶ newest publication, then the live stream
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
    while (!asking
        && subscription.topic.isFilled()
        && isWanted()
        && subscription.session.takesMore()) {
      Recovery recovery = subscription.topic.history.since(position);
      if (recovery instanceof Recovery.Complete complete) {
        prove();
        if (send(complete.missed())) {
          hub.goLive(subscription);
          return;
        }
      } else if (recovery instanceof Recovery.Beyond) {
        ask();
      } else {
        giveUp();
        return;
      }
    }
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
              if (isWanted()) {
                found(answer.succeeded() ? answer.result() : List.of());
              }
            });
  }

  private void found(List<Publication> page) {
    if (page.isEmpty() || !page.get(0).position().equals(position.next())) {
      giveUp();
    } else {
      prove();
      send(page);
      pump();
    }
    subscription.session.flush();
  }

  private boolean send(List<Publication> missed) {
    int n = Math.min(PAGE, missed.size());
    for (Publication publication : missed.subList(0, n)) {
      subscription.session.replay(publication);
      position = publication.position();
    }
    return n == missed.size();
  }

  private void prove() {
    if (!proven) {
      proven = true;
      answer(true, head().map(head -> head.offset() - position.offset()).orElse(0L));
    }
  }

  private Optional<Position> head() {
    return subscription.topic.history.head();
  }

  private void giveUp() {
    answer(false, 0);
    hub.goLiveWithNewest(subscription);
  }

  private void answer(boolean recovered, long replayed) {
    hub.metrics().resumed(recovered);
    subscription.session.reply(
        new Reply.Subscribed(
            subscription.topic.topic,
            head(),
            Optional.of(new Reply.Resumption(recovered, replayed))));
  }
}
