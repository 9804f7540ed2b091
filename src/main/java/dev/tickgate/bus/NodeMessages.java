package dev.tickgate.bus;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Messages between nodes by subject. A notification reaches every node, a question one of the nodes
 * that answer it. Any thread may call; handlers run on the context that registered them.
 */
public final class NodeMessages {
  private static final String NOTIFICATION = "tickgate.call.";
  private static final String QUESTION = "tickgate.ask.";

  private final EventBus eventBus;
  private final Consumer<String> refresh;

  NodeMessages(EventBus eventBus, Consumer<String> refresh) {
    this.eventBus = eventBus;
    this.refresh = refresh;
  }

  /**
   * Notifies every node, including this one. The bus may lose a notification, so listeners also
   * poll.
   */
  public void notifyAll(String subject) {
    eventBus.publish(NOTIFICATION + subject, new JsonObject());
  }

  /**
   * Runs the listener with each notification.
   *
   * @return completes when every node has the registration
   */
  public Future<Bus.Registration> onNotification(String subject, Runnable listener) {
    MessageConsumer<JsonObject> consumer = eventBus.consumer(NOTIFICATION + subject);
    consumer.handler(message -> listener.run());
    return consumer.completion().map(registered -> consumer::unregister);
  }

  /**
   * Answers questions. Where several nodes answer a subject, each question reaches one of them.
   *
   * @return completes when every node has the registration
   */
  public Future<Bus.Registration> answer(
      String subject, Function<JsonObject, Future<JsonObject>> answers) {
    MessageConsumer<JsonObject> consumer = eventBus.consumer(QUESTION + subject);
    consumer.handler(
        message ->
            Future.succeededFuture(message.body())
                .compose(answers::apply)
                .onSuccess(message::reply)
                .onFailure(failure -> message.fail(1, failure.getMessage())));
    return consumer.completion().map(registered -> consumer::unregister);
  }

  /**
   * Asks a node that answers questions of this subject.
   *
   * @return the answer; failed where no node answered in time
   */
  public Future<JsonObject> ask(String subject, JsonObject question, Duration timeout) {
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(timeout.toMillis());
    String address = QUESTION + subject;
    return Future.succeededFuture(question)
        .compose(body -> eventBus.<JsonObject>request(address, body, options))
        .map(Message::body)
        // A node that failed may still be registered.
        .onFailure(unanswered -> refresh.accept(address));
  }

  /**
   * Whether a question failed at once because no member of the cluster is registered for it. A node
   * that hangs is still registered; questions to it fail after their time-out.
   */
  public static boolean isUnregistered(Throwable failure) {
    return failure instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.NO_HANDLERS;
  }
}
