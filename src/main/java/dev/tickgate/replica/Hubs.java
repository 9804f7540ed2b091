package dev.tickgate.replica;

import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Mailbox;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** The hubs of this node. Complete before the first publication is received from the bus. */
public final class Hubs {
  private static final int MAX_BACKLOG = 50_000;

  // Added to by the event loops as they start, read by the replicas.
  private final List<Hub> hubs = new CopyOnWriteArrayList<>();
  private final List<Mailbox> mailboxes = new CopyOnWriteArrayList<>();
  private final Interests interests = new Interests();

  public void add(Hub hub, Mailbox mailbox) {
    hubs.add(hub);
    mailboxes.add(mailbox);
    hub.interest(interests.of(mailbox));
  }

  /** Passes a message to every hub. */
  public void post(Consumer<Hub> letter) {
    mailboxes.forEach(mailbox -> mailbox.post(letter));
  }

  /**
   * Calls a function with every hub, each on its own event loop.
   *
   * @param question receives the index of the hub at this node, and the hub
   * @return the results, in the order of the hubs
   */
  public <T> Future<List<T>> ask(BiFunction<Integer, Hub, T> question) {
    List<Future<T>> answers = new ArrayList<>();
    for (Mailbox mailbox : mailboxes) {
      Promise<T> answer = Promise.promise();
      int place = answers.size();
      mailbox.post(
          hub ->
              Future.succeededFuture(hub)
                  .map(one -> question.apply(place, one))
                  .onComplete(answer));
      answers.add(answer.future());
    }
    return Future.all(answers).map(CompositeFuture::list);
  }

  Interests interests() {
    return interests;
  }

  /** The number of messages that wait for the loop that is furthest behind. */
  public int backlog() {
    int backlog = 0;
    for (Mailbox mailbox : mailboxes) {
      backlog = Math.max(backlog, mailbox.backlog());
    }
    return backlog;
  }

  /** Whether the loops accept more messages; false while one of them is too far behind. */
  boolean takesMore() {
    return backlog() <= MAX_BACKLOG;
  }

  /** The number of sessions of this node. */
  public int sessions() {
    return hubs.stream().mapToInt(hub -> hub.sessions().size()).sum();
  }
}
