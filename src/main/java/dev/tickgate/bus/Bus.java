package dev.tickgate.bus;

import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event bus. Each feed has an address at which gateways receive all its publications, and each
 * topic one for other services. A feed's leader answers at two addresses: that of the current
 * leader, and that of its term. Delivery is best effort: publications carry positions, and a
 * gateway requests those that it has missed.
 *
 * <p>Any thread may call; handlers run on the context that registered them.
 */
public final class Bus {
  private static final Logger LOG = LoggerFactory.getLogger(Bus.class);
  private static final String SYNC = "tickgate.sync.";
  private static final String LEADER = "tickgate.leader.";
  private static final String FEED = "tickgate.feed.";
  private static final String REHEARSAL = "tickgate.rehearsal";

  // Reads the registrations of an address again; does nothing on a node without a cluster.
  private final Consumer<String> refresh;
  private final EventBus eventBus;

  /** Creates the bus of a Vert.x without a cluster. */
  public Bus(Vertx vertx) {
    this(vertx, address -> {});
  }

  /**
   * @param refresh makes the cluster read the registrations of an address again
   */
  public Bus(Vertx vertx, Consumer<String> refresh) {
    this.refresh = refresh;
    this.eventBus = vertx.eventBus();
  }

  /** Returns the questions that any poller of a feed answers from its journal. */
  public JournalQueries journalQueries() {
    return new JournalQueries(eventBus);
  }

  /** Returns the requests to publish, of nodes and of services. */
  public PublishingRequests publishing() {
    return new PublishingRequests(eventBus, refresh);
  }

  /** Returns the notifications and questions between nodes. */
  public NodeMessages nodes() {
    return new NodeMessages(eventBus, refresh);
  }

  /** Returns the requests for leases between two processes. */
  public LeaseRequests leases() {
    return new LeaseRequests(nodes());
  }

  /**
   * A registration at an address of the bus; its cancellation completes when the cluster has
   * removed it.
   */
  @FunctionalInterface
  public interface Registration {
    Future<Void> cancel();
  }

  /** Whether the bus can carry that text as a publication. */
  public static boolean carries(String text) {
    return BusCodec.isObject(text);
  }

  /**
   * Sends a batch to the gateways, and each publication to the services that are registered for its
   * topic. Arrival is not confirmed: a future of the bus completes when a message was written, not
   * when a node has read it. Gateways request missed publications.
   */
  public void publish(String feed, FeedBatch batch) {
    send(FEED + feed, FeedCodec.encode(batch));
    batch.publications().forEach(this::publish);
  }

  private void publish(Publication publication) {
    JsonObject body;
    try {
      body = BusCodec.body(publication);
    } catch (DecodeException e) {
      // It is committed: the other publications must be sent, and clients get its text.
      LOG.atError()
          .addKeyValue("topic", publication.topic())
          .addKeyValue("position", publication.position())
          .addKeyValue("reason", e)
          .log("bus.encoding_failed");
      return;
    }
    send(publication.topic().name(), body);
  }

  private void send(String address, Object body) {
    try {
      eventBus.publish(address, body);
    } catch (RuntimeException e) {
      // A connection has just broken.
      LOG.atWarn().addKeyValue("address", address).setCause(e).log("bus.publish_failed");
    }
  }

  /**
   * Reads again which nodes are registered for a feed, in case the cluster did not report a change.
   */
  public void learn(String feed) {
    refresh.accept(FEED + feed);
  }

  /**
   * Sends a batch to the nodes that {@link #attendRehearsals}, which drop it. This opens the
   * connections to them.
   */
  public void rehearse(FeedBatch batch) {
    send(REHEARSAL, FeedCodec.encode(batch));
  }

  /** Receives rehearsals in the same way as a feed, and drops them. */
  public Future<Registration> attendRehearsals() {
    return hearBatches(REHEARSAL, dropped -> {});
  }

  /**
   * Receives all publications of a feed; each call is one registration in the cluster.
   *
   * @return completes when every node has the registration
   */
  public Future<Registration> hearFeed(String feed, Consumer<FeedBatch> listener) {
    return hearBatches(FEED + feed, listener);
  }

  private Future<Registration> hearBatches(String address, Consumer<FeedBatch> listener) {
    MessageConsumer<Buffer> consumer = eventBus.consumer(address);
    consumer.handler(
        message -> {
          FeedBatch batch;
          try {
            batch = FeedCodec.batch(message.body());
          } catch (DecodeException | ClassCastException e) {
            LOG.atWarn()
                .addKeyValue("address", address)
                .addKeyValue("reason", e)
                .log("bus.message_rejected");
            return;
          }
          listener.accept(batch);
        });
    return consumer.completion().map(registered -> consumer::unregister);
  }

  /**
   * Receives the publications of a topic. Each call is one registration in the cluster, so there
   * should be one call per node and topic.
   *
   * @return completes when every node has the registration
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
      LOG.atWarn().addKeyValue("topic", topic).addKeyValue("reason", e).log("bus.message_rejected");
      return;
    }
    listener.accept(publication);
  }

  /**
   * Answers, as the leader of a feed, the questions of gateways that do not have its term.
   *
   * @return completes when every node has the registration
   */
  public Future<Registration> serve(String feed, FeedLeader leader) {
    return serve(feed, SYNC + feed, leader);
  }

  /**
   * Answers, as the leader of that term, the questions of gateways that have received it. These
   * questions cannot reach a former leader, which may be registered for a while after its process
   * has ended.
   *
   * @return completes when every node has the registration
   */
  public Future<Registration> serve(String feed, long term, FeedLeader leader) {
    return serve(feed, address(feed, term), leader);
  }

  private static String address(String feed, long term) {
    return LEADER + feed + "." + term;
  }

  private Future<Registration> serve(String feed, String address, FeedLeader leader) {
    MessageConsumer<JsonObject> consumer = eventBus.consumer(address);
    consumer.handler(
        message -> {
          // The gateway that asks is registered for the feed; this node must have its registration.
          learn(feed);
          Future.succeededFuture(message.body())
              .compose(body -> answer(feed, leader, body))
              .onSuccess(message::reply)
              .onFailure(failure -> message.fail(1, failure.getMessage()));
        });
    return consumer.completion().map(registered -> consumer::unregister);
  }

  private static Future<Buffer> answer(String feed, FeedLeader leader, JsonObject question) {
    if (BusCodec.isDemand(question)) {
      return leader.demand(BusCodec.demandReport(feed, question)).map(FeedCodec::encode);
    }
    return BusCodec.isCheck(question)
        ? leader.check(BusCodec.checkRequest(feed, question)).map(FeedCodec::encode)
        : leader.sync(BusCodec.syncRequest(feed, question)).map(FeedCodec::encode);
  }

  /**
   * Asks the leader of a feed for missed publications.
   *
   * @return the answer; failed where no process leads, or the leader did not answer in time
   */
  public Future<CheckReply> check(CheckRequest request, Duration timeout) {
    return ask(
        request.feed(),
        request.term(),
        () -> BusCodec.encode(request),
        FeedCodec::checkReply,
        timeout);
  }

  /**
   * Asks the leader of a feed for publications of a topic.
   *
   * @return the answer; failed where no process leads, or the leader did not answer in time
   */
  public Future<SyncReply> sync(SyncRequest request, Duration timeout) {
    return ask(
        request.feed(),
        request.term(),
        () -> BusCodec.encode(request),
        FeedCodec::syncReply,
        timeout);
  }

  /**
   * Reports the topics that this node's clients subscribe to, to the leader of a feed.
   *
   * @return the answer; failed where no process leads, or the leader did not answer in time
   */
  public Future<DemandReply> demand(DemandReport report, Duration timeout) {
    return ask(
        report.feed(),
        report.term(),
        () -> BusCodec.encode(report),
        FeedCodec::demandReply,
        timeout);
  }

  private <T> Future<T> ask(
      String feed,
      long term,
      Supplier<JsonObject> question,
      Function<Buffer, T> answer,
      Duration timeout) {
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(timeout.toMillis());
    // If no process has registered as the leader of that term, the current leader is asked.
    return ask(address(feed, term), question, options)
        .recover(
            unanswered ->
                NodeMessages.isUnregistered(unanswered)
                    ? ask(SYNC + feed, question, options)
                    : Future.failedFuture(unanswered))
        .map(reply -> answer.apply(reply.body()));
  }

  private Future<Message<Buffer>> ask(
      String address, Supplier<JsonObject> question, DeliveryOptions options) {
    // Vert.x may also throw where a connection has just broken; then the caller gets a failed
    // future.
    return Future.succeededFuture(question)
        .compose(body -> eventBus.<Buffer>request(address, body.get(), options))
        // Another process may lead now.
        .onFailure(unanswered -> refresh.accept(address));
  }
}
