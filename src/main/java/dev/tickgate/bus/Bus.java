package dev.tickgate.bus;

import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Sample;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event bus: one address a topic, and one a feed's leader answers at. Delivery is best effort,
 * which is why a publication carries its position and a gateway asks for what it misses.
 *
 * <p>Any thread may call; handlers run on the context that registered them.
 */
public final class Bus {
  private static final Logger LOG = LoggerFactory.getLogger(Bus.class);
  private static final String SYNC = "tickgate.sync.";
  private static final Topic REHEARSAL = new Topic("tickgate.rehearsal");
  private static final String SAMPLES = "tickgate.samples.";
  private static final String CALL = "tickgate.call.";

  // Reads anew which nodes registered an address; does nothing on a node without a cluster.
  private final Consumer<String> refresh;
  private final EventBus eventBus;

  /** Of a Vert.x that is alone. */
  public Bus(Vertx vertx) {
    this(vertx, address -> {});
  }

  /**
   * @param refresh has the cluster read anew which nodes registered an address
   */
  public Bus(Vertx vertx, Consumer<String> refresh) {
    this.refresh = refresh;
    this.eventBus = vertx.eventBus();
  }

  /** Stops hearing or answering; done when the cluster knows. */
  @FunctionalInterface
  public interface Registration {
    Future<Void> cancel();
  }

  /** Whether the bus can carry that text as a publication. */
  public static boolean carries(String text) {
    return BusCodec.isObject(text);
  }

  /**
   * Sends it to every node that hears the topic. Nothing tells whether it arrived, and nothing
   * could: the promise of the bus to have written it is not that of a node to have read it.
   */
  public void publish(Publication publication) {
    publish(publication.topic().name(), publication);
  }

  private void publish(String address, Publication publication) {
    JsonObject body = BusCodec.body(publication);
    try {
      eventBus.publish(address, body);
    } catch (RuntimeException e) {
      // A connection that has just broken: gateways ask for what does not arrive.
      LOG.atWarn().addKeyValue("topic", publication.topic()).setCause(e).log("bus.not_published");
    }
  }

  /** Learns who hears the topic, for the moment in which the cluster does not tell. */
  public void learn(Topic topic) {
    refresh.accept(topic.name());
  }

  /**
   * Sends it as {@link #publish} does, to the nodes that {@link #attendRehearsals}, where nobody
   * looks at it: the connections to them are open then.
   */
  public void rehearse(Publication publication) {
    publish(REHEARSAL.name(), publication);
  }

  /** Hears rehearsals as a topic is heard, and drops them. */
  public Future<Registration> attendRehearsals() {
    return hear(REHEARSAL, dropped -> {});
  }

  /**
   * Hears a topic: one registration in the cluster per call, so one call per node and topic.
   *
   * @return done when every node knows of it
   */
  public Future<Registration> hear(Topic topic, Consumer<Publication> listener) {
    MessageConsumer<JsonObject> consumer = eventBus.consumer(topic.name());
    consumer.handler(message -> received(topic, message.body(), listener));
    return consumer.completion().map(registered -> consumer::unregister);
  }

  private static void received(Topic topic, Object body, Consumer<Publication> listener) {
    Publication publication;
    try {
      publication = BusCodec.publication(topic, (JsonObject) body);
    } catch (DecodeException | ClassCastException | IllegalArgumentException e) {
      LOG.atWarn().addKeyValue("topic", topic).addKeyValue("reason", e).log("bus.foreign_message");
      return;
    }
    listener.accept(publication);
  }

  /** Calls every node, this one too, to look at something; who misses it looks later. */
  public void call(String what) {
    eventBus.publish(CALL + what, new JsonObject());
  }

  /**
   * Hears when somebody calls.
   *
   * @return done when every node knows of it
   */
  public Future<Registration> hearCalls(String what, Runnable listener) {
    MessageConsumer<JsonObject> consumer = eventBus.consumer(CALL + what);
    consumer.handler(message -> listener.run());
    return consumer.completion().map(registered -> consumer::unregister);
  }

  /**
   * Answers, as the leader of a topic's feed, the questions of the gateways.
   *
   * @return done when every node knows of it
   */
  public Future<Registration> serve(Topic topic, Function<SyncRequest, Future<SyncReply>> leader) {
    MessageConsumer<JsonObject> consumer = eventBus.consumer(SYNC + topic.name());
    consumer.handler(
        message -> {
          // The gateway that asks is registered for the topic; its registration must be known.
          learn(topic);
          leader
              .apply(BusCodec.syncRequest(topic, message.body()))
              .map(BusCodec::encode)
              .onSuccess(message::reply)
              .onFailure(failure -> message.fail(1, failure.getMessage()));
        });
    return consumer.completion().map(registered -> consumer::unregister);
  }

  /**
   * Asks the leader of a topic's feed.
   *
   * @return its answer; failed where nobody leads, or the leader did not answer in time
   */
  public Future<SyncReply> sync(SyncRequest request, Duration timeout) {
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(timeout.toMillis());
    String address = SYNC + request.topic().name();
    // Vert.x may also throw, where a connection has just broken: who waits for an answer gets one.
    return Future.succeededFuture(BusCodec.encode(request))
        .compose(body -> eventBus.<JsonObject>request(address, body, options))
        .map(reply -> BusCodec.syncReply(request.topic(), reply.body()))
        // Where somebody leads it may be another one than was thought.
        .onFailure(unanswered -> refresh.accept(address));
  }

  /**
   * Answers, as any poller of a topic's feed, which prices its journal has.
   *
   * @return done when every node knows of it
   */
  public Future<Registration> serveSamples(
      Topic topic, Function<SamplesRequest, Future<List<Sample>>> journal) {
    MessageConsumer<JsonObject> consumer = eventBus.consumer(SAMPLES + topic.name());
    consumer.handler(
        message ->
            journal
                .apply(BusCodec.samplesRequest(topic, message.body()))
                .map(BusCodec::encode)
                .onSuccess(message::reply)
                .onFailure(failure -> message.fail(1, failure.getMessage())));
    return consumer.completion().map(registered -> consumer::unregister);
  }

  /**
   * Asks a poller of a topic's feed.
   *
   * @return its answer, in order; failed where there is none, or none answered in time
   */
  public Future<List<Sample>> samples(SamplesRequest request, Duration timeout) {
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(timeout.toMillis());
    String address = SAMPLES + request.topic().name();
    return Future.succeededFuture(BusCodec.encode(request))
        .compose(body -> eventBus.<JsonObject>request(address, body, options))
        .map(reply -> BusCodec.samples(reply.body()));
  }
}
