package dev.tickgate.chaos;

import dev.tickgate.stream.Position;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Publishes to a topic over HTTP on any gateway: each request with its key until it is answered,
 * then once more on another node. Some requests are batches. Several threads run one publisher.
 */
final class HttpPublisher {
  private static final Duration CONNECT = Duration.ofSeconds(1);
  // A gateway asks for a leader for 10 s.
  private static final Duration ANSWER = Duration.ofSeconds(13);
  private static final Duration AGAIN = Duration.ofMillis(100);
  private static final Duration PATIENCE = Patience.ofSeconds(60);

  private final EventTopic topic;
  private final EventLedger ledger;
  private final Answers answers;
  private final List<SocketAddress> gateways;
  private final AtomicLong numbers = new AtomicLong();
  private final WorkerThreads threads;
  // Written by the run, read by the threads.
  private volatile long deadline = Long.MAX_VALUE;

  HttpPublisher(
      EventTopic topic,
      EventLedger ledger,
      Answers answers,
      List<SocketAddress> gateways,
      Duration pause) {
    this.topic = topic;
    this.ledger = ledger;
    this.answers = answers;
    this.gateways = gateways;
    this.threads = new WorkerThreads(pause);
  }

  /** The gateway that answered a request, and the positions in its answer. */
  private record Answer(SocketAddress gateway, List<Position> positions) {}

  void start(int count, Random random) {
    threads.start("publisher-" + topic, count, random, this::run);
  }

  /** Begins no more requests. */
  void finish() {
    deadline = System.nanoTime() + PATIENCE.toNanos();
    threads.stop();
  }

  /** Returns when each request has its answer, or none within the time limit. */
  void join() throws InterruptedException {
    threads.join();
  }

  /** Interrupts the threads, also those that wait for an answer. */
  void abandon() {
    threads.stop();
    threads.interrupt();
  }

  private void run(Random random) {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    try {
      while (!threads.isStopped()) {
        publish(http, random);
        threads.pause(random);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void publish(HttpClient http, Random random) throws InterruptedException {
    boolean batch = random.nextInt(5) == 0;
    int count = batch ? 1 + random.nextInt(4) : 1;
    long first = numbers.getAndAdd(count);
    List<String> names =
        LongStream.range(first, first + count).mapToObj(number -> "http-" + number).toList();
    String bodies = String.join(",", names.stream().map(topic::payload).toList());
    String body = batch ? "[" + bodies + "]" : bodies;
    String key = topic + "-" + first;
    // Before the first request: it may be committed and not answered.
    names.forEach(ledger::leaveOpen);
    Answer answer = answer(http, random, gateways, key, body, names);
    if (answer == null) {
      return;
    }
    names.forEach(ledger::acknowledge);
    List<SocketAddress> others =
        gateways.stream().filter(gateway -> !gateway.equals(answer.gateway())).toList();
    Answer again = answer(http, random, others, key, body, names);
    if (again != null) {
      answers.add(names.stream().map(topic::row).toList(), answer.positions(), again.positions());
    }
  }

  /** Returns null, and adds a difference, if no gateway answers 200 within the time limit. */
  private Answer answer(
      HttpClient http,
      Random random,
      List<SocketAddress> any,
      String key,
      String body,
      List<String> names)
      throws InterruptedException {
    String last = "nothing";
    while (System.nanoTime() < deadline) {
      SocketAddress gateway = any.get(random.nextInt(any.size()));
      // A quarter of the requests time out early: the gateway may publish after the client has
      // left.
      boolean hasty = random.nextInt(4) == 0;
      Duration limit = hasty ? Duration.ofMillis(20 + random.nextInt(1_000)) : ANSWER;
      try {
        HttpResponse<String> response =
            http.send(request(gateway, limit, key, body), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() == 200) {
          return new Answer(gateway, positions(new JsonObject(response.body())));
        }
        last = response.statusCode() + " " + response.body();
        if (response.statusCode() != 503 && response.statusCode() != 429) {
          break;
        }
      } catch (IOException e) {
        last = e.toString();
      }
      // An interrupt ends the pause; the next request then fails with it.
      LockSupport.parkNanos(AGAIN.toNanos());
    }
    answers.differ("publisher: %s of %s was answered %s".formatted(key, names, last));
    return null;
  }

  private HttpRequest request(SocketAddress gateway, Duration limit, String key, String body) {
    URI uri =
        URI.create(
            "http://%s:%d/api/publish/%s".formatted(gateway.host(), gateway.port(), topic.topic()));
    return HttpRequest.newBuilder(uri)
        .timeout(limit)
        .header("Idempotency-Key", key)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static List<Position> positions(JsonObject answer) {
    JsonArray all = answer.getJsonArray("publications", new JsonArray().add(answer));
    return all.stream()
        .map(JsonObject.class::cast)
        .map(one -> new Position(one.getLong("epoch"), one.getLong("offset")))
        .toList();
  }
}
