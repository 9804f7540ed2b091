package dev.tickgate.bus;

import dev.tickgate.stream.Sample;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Questions that any poller of a feed answers from its journal, whether it leads or not. Any thread
 * may call; handlers run on the context that registered them.
 */
public final class JournalQueries {
  private static final String SAMPLES = "tickgate.samples.";
  private static final String TOPICS = "tickgate.topics.";
  private static final String TICKS = "tickgate.ticks.";

  /** The maximum number of topics in one answer; a feed may have more. */
  public static final int MOST_TOPICS = 10_000;

  private final EventBus eventBus;

  JournalQueries(EventBus eventBus) {
    this.eventBus = eventBus;
  }

  /**
   * Answers requests for prices from the journal of a feed, as one of its pollers.
   *
   * @return completes when every node has the registration
   */
  public Future<Bus.Registration> serveSamples(
      String feed, Function<SamplesRequest, Future<List<Sample>>> journal) {
    MessageConsumer<JsonObject> consumer = eventBus.consumer(SAMPLES + feed);
    consumer.handler(
        message ->
            journal
                .apply(BusCodec.samplesRequest(feed, message.body()))
                .map(BusCodec::encode)
                .onSuccess(message::reply)
                .onFailure(failure -> message.fail(1, failure.getMessage())));
    return consumer.completion().map(registered -> consumer::unregister);
  }

  /**
   * Asks a poller of a feed for prices.
   *
   * @return the samples in order; failed where the feed has no poller, or none answered in time
   */
  public Future<List<Sample>> samples(SamplesRequest request, Duration timeout) {
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(timeout.toMillis());
    String address = SAMPLES + request.feed();
    return Future.succeededFuture(BusCodec.encode(request))
        .compose(body -> eventBus.<JsonObject>request(address, body, options))
        .map(reply -> BusCodec.samples(reply.body()));
  }

  /**
   * Answers requests for the topics of a feed, as one of its pollers.
   *
   * @param journal returns at most {@link #MOST_TOPICS} topics, in the order of their names
   * @return completes when every node has the registration
   */
  public Future<Bus.Registration> serveTopics(String feed, Supplier<Future<List<Topic>>> journal) {
    MessageConsumer<Object> consumer = eventBus.consumer(TOPICS + feed);
    consumer.handler(
        message ->
            journal
                .get()
                .map(BusCodec::encodeTopics)
                .onSuccess(message::reply)
                .onFailure(failure -> message.fail(1, failure.getMessage())));
    return consumer.completion().map(registered -> consumer::unregister);
  }

  /**
   * Asks a poller of a feed for the feed's topics.
   *
   * @return the answer; failed where the feed has no poller, or none answered in time
   */
  public Future<List<Topic>> topics(String feed, Duration timeout) {
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(timeout.toMillis());
    return eventBus
        .<JsonObject>request(TOPICS + feed, new JsonObject(), options)
        .map(reply -> BusCodec.topics(reply.body()));
  }

  /**
   * Answers requests for ticks of a feed, as one of its pollers.
   *
   * @return completes when every node has the registration
   */
  public Future<Bus.Registration> serveTicks(
      String feed, Function<TicksRequest, Future<TicksPage>> journal) {
    MessageConsumer<JsonObject> consumer = eventBus.consumer(TICKS + feed);
    consumer.handler(
        message ->
            journal
                .apply(TicksCodec.request(feed, message.body()))
                .map(TicksCodec::encode)
                .onSuccess(message::reply)
                .onFailure(failure -> message.fail(1, failure.getMessage())));
    return consumer.completion().map(registered -> consumer::unregister);
  }

  /**
   * Asks a poller of a feed for ticks.
   *
   * @return the answer; failed where the feed has no poller, or none answered in time
   */
  public Future<TicksPage> ticks(TicksRequest request, Duration timeout) {
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(timeout.toMillis());
    String address = TICKS + request.feed();
    return Future.succeededFuture(TicksCodec.encode(request))
        .compose(body -> eventBus.<JsonObject>request(address, body, options))
        .map(reply -> TicksCodec.page(reply.body()));
  }
}
