package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.ClusterFixture;
import dev.tickgate.testing.ClusterFixture.Member;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clients of all channels on two gateways, while events come by HTTP and by the outbox, one gateway
 * is killed and then the leader. The profile {@code chaos} runs 2,000 clients at 1,000 events/s,
 * and judges the delays outside of the faults: on a machine that can keep up.
 */
@Tag("load")
class EventLoadIT {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final int CLIENTS = Integer.getInteger("events.clients", 40);
  private static final int RATE = Integer.getInteger("events.rate", 100);
  private static final int SECONDS = Integer.getInteger("events.seconds", 6);
  private static final int EVENTS = RATE * SECONDS;
  // Of the first seconds, in which the JVMs compile, no delay is judged.
  private static final int WARM = Integer.getInteger("events.warm", 0);
  private static final boolean JUDGED = Boolean.getBoolean("delays.judged");
  private static final long LONGEST_DELAY_MS = 250;
  private static final long MOST_DELAY_US = 600_000_000;
  // A delay is recorded of each so many events: the clients are to leave the machine to the
  // gateways.
  private static final int SAMPLED = 7;
  private static final int TICK_MS = 20;
  private static final int RETRY_MS = 100;
  private static final int PUBLISHERS = 200;
  private static final int AFTER_FAULT = 6;
  private static final List<String> CHANNELS =
      List.of("orders", "inventory", "pricing", "listings");
  private static final List<String> TYPES =
      List.of("ORDER_RECEIVED", "INVENTORY_CHANGE", "PRICE_CHANGE", "LISTING_UPDATE");
  private static final Map<String, String> VARIABLES = Map.of("SSE_DEBOUNCE_WINDOW", "100");

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private ClusterFixture cluster;
  private final AtomicLongArray sent = new AtomicLongArray(EVENTS);
  // Microseconds from the sending of an event to its arrival, by the second of the sending.
  private final Histogram[] delays =
      IntStream.range(0, SECONDS + 1)
          .mapToObj(second -> new ConcurrentHistogram(MOST_DELAY_US, 2))
          .toArray(Histogram[]::new);
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger accepted = new AtomicInteger();
  private long start;
  private HttpClient http;
  private List<Member> gateways;

  @Test
  void eachClientHasEachEventOnceThoughAGatewayAndTheLeaderDie() {
    database.run(
        "create table ticker_usd_jpy (time timestamptz primary key, bid numeric, ask numeric)");
    cluster = new ClusterFixture(database.url());
    Member leader = cluster.poller(VARIABLES).awaitReady();
    cluster.poller(VARIABLES);
    gateways = List.of(cluster.publishingGateway(VARIABLES), cluster.publishingGateway(VARIABLES));
    gateways.forEach(Member::awaitReady);
    http = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(PUBLISHERS));
    List<Integer> ports = gateways.stream().map(Member::port).toList();
    try (EventCrowd crowd = new EventCrowd(vertx, ports, CLIENTS, TYPES.size(), this::arrived)) {
      load(crowd, leader);
    }
  }

  private void load(EventCrowd crowd, Member leader) {
    crowd.join();
    await().atMost(LIMIT).until(() -> crowd.connected() == CLIENTS);

    start = System.nanoTime();
    vertx.setPeriodic(TICK_MS, this::publish);
    await().atMost(LIMIT).until(() -> next.get() >= EVENTS / 3);
    long gatewayDied = second(System.nanoTime());
    gateways.get(1).process().kill();
    await().atMost(LIMIT).until(() -> next.get() >= EVENTS * 2 / 3);
    long leaderDied = second(System.nanoTime());
    leader.process().kill();

    await().atMost(LIMIT).until(() -> accepted.get() == EVENTS);
    await().atMost(LIMIT).until(() -> crowd.haveAll(EVENTS));
    await().atMost(LIMIT).until(() -> published() == EVENTS);
    Histogram calm = outside(gatewayDied, leaderDied);
    System.out.printf(
        "%d clients, %d events: %d received, %d repeated, %d reconnects%n",
        CLIENTS, EVENTS, crowd.received(), crowd.repeated(), crowd.reconnects());
    System.out.printf(
        "%d deliveries outside of the faults: from sending to arrival p50 %d ms, p99 %d ms,"
            + " max %d ms%n",
        calm.getTotalCount(),
        calm.getValueAtPercentile(50) / 1000,
        calm.getValueAtPercentile(99) / 1000,
        calm.getMaxValue() / 1000);
    if (JUDGED) {
      assertThat(calm.getTotalCount()).as("deliveries outside of the faults").isPositive();
      assertThat(calm.getValueAtPercentile(99) / 1000).isLessThanOrEqualTo(LONGEST_DELAY_MS);
    }
    assertThat(crowd.received()).isEqualTo((long) CLIENTS * EVENTS);
    assertThat(crowd.repeated()).isZero();
    for (int type = 0; type < TYPES.size(); type++) {
      assertThat(crowd.orders(type)).as(TYPES.get(type)).isEqualTo(1);
    }
  }

  /** The delays of the warm seconds that no fault disturbed; none in a run of a few seconds. */
  private Histogram outside(long... faults) {
    Histogram calm = new Histogram(MOST_DELAY_US, 2);
    for (int second = 1 + WARM; second < delays.length; second++) {
      int sentIn = second;
      if (LongStream.of(faults).noneMatch(fault -> isWithin(sentIn, fault))) {
        calm.add(delays[second]);
      }
    }
    return calm;
  }

  private static boolean isWithin(int second, long fault) {
    return second >= fault - 1 && second <= fault + AFTER_FAULT;
  }

  private int second(long nanos) {
    return (int) ((nanos - start) / 1_000_000_000);
  }

  private void arrived(int number) {
    if (number % SAMPLED != 0) {
      return;
    }
    long at = sent.get(number);
    delays[Math.min(SECONDS, second(at))].recordValue((System.nanoTime() - at) / 1000);
  }

  /** Half of the events of a tick in one commit into the outbox, the others by HTTP. */
  private void publish(long timer) {
    int first = next.get();
    int end = Math.min(EVENTS, first + RATE * TICK_MS / 1000);
    int middle = (first + end) / 2;
    if (first == EVENTS) {
      vertx.cancelTimer(timer);
      return;
    }
    for (int number = first; number < end; number++) {
      sent.set(number, System.nanoTime());
    }
    String rows =
        IntStream.range(first, middle)
            .mapToObj(number -> "('%s', '%s')".formatted(topic(number), event(number)))
            .collect(Collectors.joining(", "));
    database
        .pool()
        .query("insert into tickgate.outbox (topic, payload) values " + rows)
        .execute()
        .onSuccess(written -> accepted.addAndGet(middle - first));
    for (int number = middle; number < end; number++) {
      post(number, number % 2);
    }
    next.set(end);
  }

  /** Until a gateway has accepted it: the key makes it one publication. */
  private void post(int number, int gateway) {
    http.request(
            new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(gateways.get(gateway).port())
                .setURI("/api/publish/" + topic(number))
                .setTimeout(5_000)
                .putHeader("Content-Type", "application/json")
                .putHeader("Idempotency-Key", "n" + number))
        .compose(request -> request.send(Buffer.buffer(event(number))))
        .onComplete(
            answer -> {
              if (answer.succeeded() && answer.result().statusCode() == 200) {
                accepted.incrementAndGet();
              } else {
                vertx.setTimer(RETRY_MS, timer -> post(number, 1 - gateway));
              }
            });
  }

  private static String topic(int number) {
    return "events." + CHANNELS.get(number % CHANNELS.size());
  }

  private static String event(int number) {
    return "{\"type\":\"%s\",\"payload\":{\"id\":\"n%d\",\"action\":\"updated\"}}"
        .formatted(TYPES.get(number % TYPES.size()), number);
  }

  private long published() {
    return new JsonObject(new Http(gateways.get(0).port()).get("/api/realtime/stats").body())
        .getJsonObject("data", new JsonObject().put("totalPublished", -1))
        .getLong("totalPublished");
  }
}
