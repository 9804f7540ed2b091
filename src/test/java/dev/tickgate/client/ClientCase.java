package dev.tickgate.client;

import dev.tickgate.client.FakeGateway.Treatment;
import dev.tickgate.client.PublishResult.Refused;
import dev.tickgate.testing.Fixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A client, the gateways that it asks, and the pauses that it would make. */
abstract class ClientCase {
  static final String PAYLOAD = "{\"n\":1.10}";
  static final Duration SHORT = Duration.ofMillis(300);

  static final Map<String, String> MESSAGES =
      Map.of(
          "INVALID_KEY", "A key is 1 to 200 visible ASCII characters.",
          "INVALID_PAYLOAD", "There is no payload.",
          "PAYLOAD_TOO_LARGE", "The payloads of a request have at most 1 MiB.");

  @Fixture final ExecutorService threads = Executors.newCachedThreadPool();
  @Fixture final FakeGateway gateway = new FakeGateway();
  @Fixture final FakeGateway other = new FakeGateway();
  final List<Duration> pauses = new CopyOnWriteArrayList<>();

  static PublisherSettings settings(FakeGateway... gateways) {
    return PublisherSettings.of(
        List.of(gateways).stream().map(FakeGateway::address).toArray(String[]::new));
  }

  PublisherClient client() {
    return client(settings(gateway));
  }

  /** Begins with the first gateway, has half of each greatest pause, and does not wait for it. */
  PublisherClient client(PublisherSettings settings) {
    boolean[] first = {true};
    return new PublisherClient(
        settings,
        () -> "random",
        () -> {
          double next = first[0] ? 0 : 0.5;
          first[0] = false;
          return next;
        },
        System::nanoTime,
        threads,
        pause -> {
          pauses.add(pause);
          return threads;
        });
  }

  static Treatment status(int status) {
    return new Treatment.Answer(
        status, "{\"code\":\"CODE_" + status + "\",\"message\":\"m\"}", Map.of());
  }

  static PublishResult refused(String code) {
    return new Refused(code, MESSAGES.getOrDefault(code, "m"), OptionalInt.empty());
  }

  static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  static PublishResult result(CompletableFuture<PublishResult> future) {
    return future.orTimeout(20, TimeUnit.SECONDS).join();
  }
}
