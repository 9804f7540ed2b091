package dev.tickgate.client;

import dev.tickgate.client.PublishResult.Failed;
import dev.tickgate.client.PublishResult.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Publishes to the topics of a server, over HTTP. The client repeats a request without an answer
 * with the same key, and the server publishes a key once. A method that publishes neither throws
 * nor blocks: it returns a future that never fails and has a {@link PublishResult} within the
 * deadline of the {@linkplain PublisherSettings settings}.
 *
 * <pre>{@code
 * PublisherClient client =
 *     new PublisherClient(PublisherSettings.of("https://example.com/").withApiKey(key));
 * client
 *     .publish("events.shipments", "{\"shipment\":17}", "shipment-17")
 *     .thenAccept(System.out::println);
 * }</pre>
 *
 * <p>Requests in flight at the same time have no order: wait for a result before the next request,
 * or publish a batch. Any thread may call. Threads of the client complete the futures.
 */
public final class PublisherClient implements AutoCloseable {
  private final PublisherSettings settings;
  private final Supplier<String> keys;
  private final Semaphore free;
  private final Counters counters = new Counters();
  private final RepeatedRequest.Parts parts;
  // Written by the thread that closes, read by those that publish.
  private volatile boolean closed;

  /**
   * Connects with the first publication.
   *
   * @param settings the addresses, the token and the limits
   */
  public PublisherClient(PublisherSettings settings) {
    this(
        settings,
        () -> UUID.randomUUID().toString(),
        () -> ThreadLocalRandom.current().nextDouble(),
        System::nanoTime,
        threads());
  }

  private PublisherClient(
      PublisherSettings settings,
      Supplier<String> keys,
      DoubleSupplier random,
      LongSupplier nanos,
      Executor threads) {
    this(settings, keys, random, nanos, threads, pause -> delayed(pause, threads));
  }

  /**
   * @param random from 0 to below 1
   * @param nanos a clock like {@code System::nanoTime}
   * @param later an executor that waits before it runs a task
   */
  PublisherClient(
      PublisherSettings settings,
      Supplier<String> keys,
      DoubleSupplier random,
      LongSupplier nanos,
      Executor threads,
      Function<Duration, Executor> later) {
    this.settings = settings;
    this.keys = keys;
    this.free = new Semaphore(settings.inFlight());
    int first = (int) (random.getAsDouble() * settings.gateways().size());
    this.parts =
        new RepeatedRequest.Parts(
            new Gateways(settings.gateways(), first),
            new CurrentToken(settings.token(), threads),
            new Sender(threads, settings.connectTimeout()),
            new Backoff(random),
            counters,
            threads,
            nanos,
            later);
  }

  /**
   * Publishes one payload, with a key of its own.
   *
   * @param topic such as {@code events.shipments}
   * @param payload the text of a JSON object
   * @return the result; the future does not fail
   */
  public CompletableFuture<PublishResult> publish(String topic, String payload) {
    return publish(topic, payload, keys.get());
  }

  /**
   * Publishes one payload.
   *
   * @param topic such as {@code events.shipments}
   * @param payload the text of a JSON object
   * @param key 1 to 200 visible ASCII characters; of several requests with one key the server
   *     publishes the first
   * @return the result; the future does not fail
   */
  public CompletableFuture<PublishResult> publish(String topic, String payload, String key) {
    return send(key, () -> Publication.of(topic, key, payload));
  }

  /**
   * Publishes all payloads or none, with a key of its own.
   *
   * @param topic such as {@code events.shipments}
   * @param payloads 1 to 100 texts of JSON objects
   * @return the result; the future does not fail
   */
  public CompletableFuture<PublishResult> publishAll(String topic, List<String> payloads) {
    return publishAll(topic, payloads, keys.get());
  }

  /**
   * Publishes all payloads or none.
   *
   * @param topic such as {@code events.shipments}
   * @param payloads 1 to 100 texts of JSON objects
   * @param key 1 to 200 visible ASCII characters; of several requests with one key the server
   *     publishes the first
   * @return the result; the future does not fail
   */
  public CompletableFuture<PublishResult> publishAll(
      String topic, List<String> payloads, String key) {
    return send(key, () -> Publication.of(topic, key, payloads));
  }

  /**
   * Publishes an event of a channel, with a key of its own.
   *
   * @param channel such as {@code orders}
   * @param event of a type of the channel
   * @return the result; the future does not fail
   */
  public CompletableFuture<PublishResult> publishEvent(String channel, BusinessEvent event) {
    return publishEvent(channel, event, keys.get());
  }

  /**
   * Publishes an event of a channel.
   *
   * @param channel such as {@code orders}
   * @param event of a type of the channel
   * @param key 1 to 200 visible ASCII characters; of several requests with one key the server
   *     publishes the first
   * @return the result; the future does not fail
   */
  public CompletableFuture<PublishResult> publishEvent(
      String channel, BusinessEvent event, String key) {
    return send(key, () -> Publication.of(topic(channel), key, event.json()));
  }

  /**
   * Publishes all events or none, with a key of their own.
   *
   * @param channel such as {@code orders}
   * @param events 1 to 100, of types of the channel
   * @return the result; the future does not fail
   */
  public CompletableFuture<PublishResult> publishEvents(
      String channel, List<BusinessEvent> events) {
    return publishEvents(channel, events, keys.get());
  }

  /**
   * Publishes all events or none.
   *
   * @param channel such as {@code orders}
   * @param events 1 to 100, of types of the channel
   * @param key 1 to 200 visible ASCII characters; of several requests with one key the server
   *     publishes the first
   * @return the result; the future does not fail
   */
  public CompletableFuture<PublishResult> publishEvents(
      String channel, List<BusinessEvent> events, String key) {
    return send(
        key,
        () ->
            Publication.of(topic(channel), key, events.stream().map(BusinessEvent::json).toList()));
  }

  /**
   * Publishes an event of a room, for all its members, with a key of its own.
   *
   * @param session the id of the game's session, such as {@code 42}
   * @param event the event
   * @return the result; the future does not fail
   */
  public CompletableFuture<PublishResult> publishToRoom(String session, RoomEvent event) {
    return publishToRoom(session, event, keys.get());
  }

  /**
   * Publishes an event of a room, for all its members.
   *
   * @param session the id of the game's session, such as {@code 42}
   * @param event the event
   * @param key 1 to 200 visible ASCII characters; of several requests with one key the server
   *     publishes the first
   * @return the result; the future does not fail
   */
  public CompletableFuture<PublishResult> publishToRoom(
      String session, RoomEvent event, String key) {
    return send(key, () -> Publication.of("room.game_" + session, key, event.json()));
  }

  /**
   * Publishes an event of a user, for all its devices, with a key of its own. It waits while the
   * user is absent.
   *
   * @param user the subject of the user's tokens
   * @param event the event
   * @return the result; the future does not fail
   */
  public CompletableFuture<PublishResult> publishToUser(String user, RoomEvent event) {
    return publishToUser(user, event, keys.get());
  }

  /**
   * Publishes an event of a user, for all its devices. It waits while the user is absent.
   *
   * @param user the subject of the user's tokens
   * @param event the event
   * @param key 1 to 200 visible ASCII characters; of several requests with one key the server
   *     publishes the first
   * @return the result; the future does not fail
   */
  public CompletableFuture<PublishResult> publishToUser(String user, RoomEvent event, String key) {
    return send(key, () -> Publication.of("user." + user, key, event.json()));
  }

  /**
   * Counts since the start, for logs and metrics.
   *
   * @return the counts
   */
  public PublisherCounts counts() {
    return counters.counts(settings.inFlight() - free.availablePermits());
  }

  /**
   * Ends the client: further calls have the result {@link Failed}. Returns when no request is in
   * flight, within the deadline. If the thread is interrupted, it returns at once, and the requests
   * in flight continue.
   */
  @Override
  public void close() {
    closed = true;
    try {
      long limit = settings.deadline().toNanos();
      if (free.tryAcquire(settings.inFlight(), limit, TimeUnit.NANOSECONDS)) {
        free.release(settings.inFlight());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private CompletableFuture<PublishResult> send(String key, Supplier<Publication> source) {
    try {
      Publication publication = source.get();
      Optional<Refused> refusal = publication.refusal();
      if (refusal.isPresent()) {
        return ended(refusal.get(), publication.payloads());
      }
      if (closed) {
        return notSent(publication, "the client is closed");
      }
      if (!free.tryAcquire()) {
        return notSent(publication, settings.inFlight() + " requests are in flight");
      }
      return new RepeatedRequest(publication, settings, parts)
          .result()
          .thenApply(result -> release(result, publication.payloads()))
          // A caller may cancel its future; the slot must become free all the same.
          .copy();
    } catch (RuntimeException e) {
      return ended(new Failed(e, 0, key), 1);
    }
  }

  private PublishResult release(PublishResult result, int payloads) {
    counters.ended(result, payloads);
    free.release();
    return result;
  }

  private CompletableFuture<PublishResult> notSent(Publication publication, String why) {
    Failed failed = new Failed(new RejectedExecutionException(why), 0, publication.key());
    return ended(failed, publication.payloads());
  }

  private CompletableFuture<PublishResult> ended(PublishResult result, int payloads) {
    counters.ended(result, payloads);
    return CompletableFuture.completedFuture(result);
  }

  private static String topic(String channel) {
    return "events." + channel;
  }

  private static Executor delayed(Duration pause, Executor threads) {
    return CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, threads);
  }

  /** Daemon threads, as many as there are tasks; an idle thread ends after 5 s. */
  private static Executor threads() {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        5,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, "tickgate-publisher");
          thread.setDaemon(true);
          return thread;
        });
  }
}
