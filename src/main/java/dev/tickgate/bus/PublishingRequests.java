package dev.tickgate.bus;

import dev.tickgate.stream.Position;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Requests to publish, of nodes to the leader of a feed, and of services to any gateway. Any thread
 * may call; handlers run on the context that registered them.
 */
public final class PublishingRequests {
  private static final String PUBLISH = "tickgate.publish";

  private final EventBus eventBus;
  private final Consumer<String> refresh;

  PublishingRequests(EventBus eventBus, Consumer<String> refresh) {
    this.eventBus = eventBus;
    this.refresh = refresh;
  }

  /**
   * Executes, as the leader of a feed, the requests of nodes.
   *
   * @return completes when every node has the registration
   */
  public Future<Bus.Registration> serveNodes(
      String feed, Function<PublishRequest, Future<PublishReply>> leader) {
    MessageConsumer<JsonObject> consumer = eventBus.consumer(address(feed));
    consumer.handler(
        message ->
            Future.succeededFuture(message.body())
                .compose(body -> leader.apply(PublishCodec.request(feed, body)))
                .map(PublishCodec::encode)
                .onSuccess(message::reply)
                .onFailure(failure -> message.fail(1, failure.getMessage())));
    return consumer.completion().map(registered -> consumer::unregister);
  }

  /**
   * Sends a request to the leader of its feed.
   *
   * @return the answer; failed where the outcome is unknown
   */
  public Future<PublishReply> send(PublishRequest request, Duration timeout) {
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(timeout.toMillis());
    String address = address(request.feed());
    return Future.succeededFuture(PublishCodec.encode(request))
        .compose(body -> eventBus.<JsonObject>request(address, body, options))
        .map(reply -> PublishCodec.reply(reply.body()))
        // The registration may be of a former leader.
        .onFailure(unanswered -> refresh.accept(address));
  }

  private static String address(String feed) {
    return PUBLISH + "." + feed;
  }

  /**
   * Executes the requests of services in the cluster; each request reaches one of the gateways.
   *
   * @param publisher executes a request, or fails with a message for the service
   * @return completes when every node has the registration
   */
  public Future<Bus.Registration> serveServices(
      Function<ServicePublication, Future<List<Position>>> publisher) {
    MessageConsumer<Object> consumer = eventBus.consumer(PUBLISH);
    consumer.handler(
        message -> {
          ServicePublication publication = PublishCodec.servicePublication(message.body());
          publisher
              .apply(publication)
              .map(positions -> PublishCodec.encode(publication, positions))
              .onSuccess(message::reply)
              .onFailure(failure -> message.fail(1, failure.getMessage()));
        });
    return consumer.completion().map(registered -> consumer::unregister);
  }
}
