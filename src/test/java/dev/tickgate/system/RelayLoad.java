package dev.tickgate.system;

import static dev.tickgate.testing.DatabaseFixture.await;

import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.KafkaFixture;
import dev.tickgate.testing.RedisFixture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Numbered events at a steady rate: into the outbox, by HTTP, into a topic of Kafka and into a
 * stream of Redis. Each producer repeats what was not answered, in its order, and in a way that the
 * receiving system accepts once. An event loop sends, the test reads the counts.
 */
final class RelayLoad implements AutoCloseable {
  static final String OUTBOX = "events.of.outbox";
  static final String HTTP = "events.of.http";
  static final String KAFKA = "events.of.kafka";
  static final String REDIS = "events.of.redis";
  static final List<String> TOPICS = List.of(OUTBOX, HTTP, KAFKA, REDIS);
  static final int KEYS = 7;
  private static final int TICK_MS = 100;
  private static final int PER_TICK = 2;
  private static final int AGAIN_MS = 200;

  private final Vertx vertx;
  private final DatabaseFixture database;
  private final RedisFixture redis;
  private final String source;
  private final KafkaProducer<String, String> producer;
  private final HttpClient http;
  private final AtomicInteger ticks = new AtomicInteger();
  private final Map<String, AtomicInteger> accepted =
      TOPICS.stream().collect(Collectors.toMap(topic -> topic, topic -> new AtomicInteger()));
  private int gateway;
  private long timer;
  private Future<?> entries = Future.succeededFuture();

  /**
   * @param source the topic of Kafka and the stream of Redis
   */
  RelayLoad(
      Vertx vertx,
      DatabaseFixture database,
      KafkaFixture kafka,
      RedisFixture redis,
      String source) {
    this.vertx = vertx;
    this.database = database;
    this.redis = redis;
    this.source = source;
    this.http = vertx.createHttpClient();
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            kafka.servers(),
            "acks",
            "all",
            "delivery.timeout.ms",
            900_000,
            "reconnect.backoff.max.ms",
            1_000,
            // It keeps the broker that it knows, and so never blocks in an outage.
            "metadata.recovery.strategy",
            "none");
    this.producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    producer.partitionsFor(source); // creates it
  }

  void start(int gatewayPort) {
    gateway = gatewayPort;
    timer = vertx.setPeriodic(TICK_MS, now -> tick());
  }

  /** Ends the load; events that were not accepted yet are repeated still. */
  void stop() {
    vertx.cancelTimer(timer);
  }

  /** The time for which it runs. */
  Duration runs() {
    return Duration.ofMillis((long) ticks.get() * TICK_MS);
  }

  /** The number of events of each topic. */
  int events() {
    return ticks.get() * PER_TICK;
  }

  boolean isAccepted() {
    return accepted.values().stream().allMatch(count -> count.get() == events());
  }

  Map<String, AtomicInteger> accepted() {
    return accepted;
  }

  private void tick() {
    int first = events();
    List<Integer> numbers = IntStream.range(first, first + PER_TICK).boxed().toList();
    ticks.incrementAndGet();
    insert(numbers);
    numbers.forEach(this::post);
    numbers.forEach(this::send);
    entries = entries.eventually(() -> add(first + PER_TICK));
  }

  private void accept(String topic, int count) {
    accepted.get(topic).addAndGet(count);
  }

  private void insert(List<Integer> numbers) {
    String rows =
        numbers.stream()
            .map(number -> "('%s', '%s')".formatted(OUTBOX, Arrival.payload(OUTBOX, number)))
            .collect(Collectors.joining(", "));
    database
        .pool()
        .query("insert into tickgate.outbox (topic, payload) values " + rows)
        .execute()
        .onSuccess(written -> accept(OUTBOX, numbers.size()));
  }

  private void post(int number) {
    http.request(
            new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(gateway)
                .setURI("/api/publish/" + HTTP)
                .setTimeout(5_000)
                .putHeader("Content-Type", "application/json")
                .putHeader("Idempotency-Key", "n" + number))
        .compose(request -> request.send(Buffer.buffer(Arrival.payload(HTTP, number))))
        .onComplete(
            answer -> {
              if (answer.succeeded() && answer.result().statusCode() == 200) {
                accept(HTTP, 1);
              } else {
                vertx.setTimer(AGAIN_MS, now -> post(number));
              }
            });
  }

  private void send(int number) {
    String key = "k" + number % KEYS;
    producer.send(
        new ProducerRecord<>(source, key, Arrival.payload(KAFKA, number)),
        (metadata, failure) -> accept(KAFKA, failure == null ? 1 : 0));
  }

  /** Adds the entries that the stream does not have, up to that one; the id has the number. */
  private Future<Void> add(int end) {
    Redis client = Redis.createClient(vertx, redis.url());
    return client
        .connect()
        .compose(connection -> next(connection).compose(next -> add(connection, next, end)))
        .eventually(client::close)
        .recover(failure -> vertx.timer(AGAIN_MS).mapEmpty().compose(now -> add(end)));
  }

  private Future<Integer> next(RedisConnection connection) {
    return connection
        .send(Request.cmd(Command.XREVRANGE).arg(source).arg("+").arg("-").arg("COUNT").arg(1))
        .map(newest -> newest.size() == 0 ? 0 : number(newest.get(0)));
  }

  private static int number(Response entry) {
    return Integer.parseInt(entry.get(0).toString().split("-")[0]);
  }

  private Future<Void> add(RedisConnection connection, int next, int end) {
    if (next >= end) {
      accepted.get(REDIS).set(end);
      return Future.succeededFuture();
    }
    String id = (next + 1) + "-0";
    return connection
        .send(
            Request.cmd(Command.XADD)
                .arg(source)
                .arg(id)
                .arg("payload")
                .arg(Arrival.payload(REDIS, next)))
        .compose(added -> add(connection, next + 1, end));
  }

  @Override
  public void close() {
    stop();
    producer.close(Duration.ofSeconds(1));
    await(http.close());
  }
}
