package dev.tickgate.chaos;

import dev.tickgate.testing.DatabaseFixture;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Publishes to the topics of a soak: rows of a table with many symbols, and requests over HTTP to
 * any gateway. The n-th publication of a topic has the number n, so that it tells its offset.
 * Confined to one event loop; the test reads the heads.
 */
final class SoakSource {
  static final String TABLE = "soak_quotes";
  static final String TICKS = "ticks.";
  static final List<String> QUOTES =
      IntStream.range(0, 10).mapToObj(number -> TICKS + "S" + number).toList();
  static final List<String> ROOMS = List.of("room.soak0", "room.soak1", "room.soak2");
  // Of these a client that does not read misses some MiB within half a minute.
  static final List<String> LARGE = List.of("room.large", "room.newest.large");
  private static final int LARGE_BYTES = 30_000;
  private static final long ROOM_MS = 500;
  private static final long LARGE_MS = 250;

  private final Vertx vertx;
  private final Context context;
  private final DatabaseFixture database;
  private final HttpClient http;
  private final List<Integer> ports;
  private final Random random;
  private final Queue<String> faults;
  private final Map<String, Long> heads = new ConcurrentHashMap<>();
  private final List<Long> timers = new ArrayList<>();
  private int nextSymbol;
  private int underWay;
  private Promise<Void> stopping;

  SoakSource(
      Vertx vertx,
      DatabaseFixture database,
      List<Integer> ports,
      Random random,
      Queue<String> faults) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.database = database;
    this.http = vertx.createHttpClient(new HttpClientOptions().setKeepAliveTimeout(1));
    this.ports = ports;
    this.random = random;
    this.faults = faults;
    Stream.of(QUOTES, ROOMS, LARGE).flatMap(List::stream).forEach(topic -> heads.put(topic, 0L));
  }

  static String createTable() {
    return "create table %s (id bigserial primary key, time timestamptz not null default now(), "
            .formatted(TABLE)
        + "symbol text not null, bid numeric not null, ask numeric not null)";
  }

  static String feed() {
    return "[{name: soak, table: %s, key: id, symbolColumn: symbol, lookback: 10000}]"
        .formatted(TABLE);
  }

  /** The number of a quote's row, from its bid. */
  static long number(double bid) {
    return Math.round((bid - 100) * 1_000);
  }

  /** The number of the newest publication that was committed. */
  long head(String topic) {
    return heads.get(topic);
  }

  void start(int rowsPerSecond) {
    context.runOnContext(
        begin -> {
          stopping = null;
          every(1_000 / rowsPerSecond, this::insert);
          ROOMS.forEach(topic -> every(ROOM_MS, () -> publish(topic, "")));
          String pad = "x".repeat(LARGE_BYTES);
          LARGE.forEach(topic -> every(LARGE_MS, () -> publish(topic, pad)));
        });
  }

  /** Ready when each statement and request is answered. */
  Future<Void> stop() {
    Promise<Void> stopped = Promise.promise();
    context.runOnContext(
        end -> {
          timers.forEach(vertx::cancelTimer);
          timers.clear();
          stopping = stopped;
          finish();
        });
    return stopped.future();
  }

  /** One step at a time: a later one must not be committed before an earlier one. */
  private void every(long millis, Supplier<Future<?>> step) {
    boolean[] busy = {false};
    timers.add(
        vertx.setPeriodic(
            millis,
            tick -> {
              if (!busy[0]) {
                busy[0] = true;
                underWay++;
                step.get()
                    .onComplete(
                        done -> {
                          busy[0] = false;
                          underWay--;
                          finish();
                        });
              }
            }));
  }

  private void finish() {
    if (stopping != null && underWay == 0) {
      stopping.tryComplete();
    }
  }

  private Future<?> insert() {
    String topic = QUOTES.get(nextSymbol++ % QUOTES.size());
    long number = heads.get(topic) + 1;
    String sql =
        "insert into %s (symbol, bid, ask) values ('%s', 100 + %d / 1000.0, 101 + %d / 1000.0)"
            .formatted(TABLE, topic.substring(TICKS.length()), number, number);
    return database
        .pool()
        .query(sql)
        .execute()
        .onSuccess(inserted -> heads.put(topic, number))
        .onFailure(failure -> faults.add("a row was not inserted: " + failure));
  }

  private Future<?> publish(String topic, String pad) {
    long number = heads.get(topic) + 1;
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost("127.0.0.1")
            .setPort(ports.get(random.nextInt(ports.size())))
            .setURI("/api/publish/" + topic)
            .putHeader("Idempotency-Key", topic + "-" + number);
    String body = "{\"type\":\"soak\",\"t\":\"%s\",\"n\":%d,\"pad\":\"%s\"}";
    return http.request(request)
        .compose(sending -> sending.send(body.formatted(topic, number, pad)))
        .onSuccess(
            answer -> {
              if (answer.statusCode() == 200) {
                heads.put(topic, number);
              } else {
                faults.add("a publication to %s got %d".formatted(topic, answer.statusCode()));
              }
            })
        .onFailure(failure -> faults.add("a publication to %s: %s".formatted(topic, failure)));
  }

  void close() {
    http.close();
  }
}
