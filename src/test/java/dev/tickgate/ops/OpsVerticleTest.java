package dev.tickgate.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tickgate.hub.SessionTraces;
import dev.tickgate.testing.Fixture;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(180)
@ExtendWith(VertxExtension.class)
class OpsVerticleTest {
  private static final Instant NOW = Instant.parse("2026-02-16T13:05:10Z");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Readiness readiness = new Readiness();
  @Fixture private final Meters meters = new Meters("1.2.3");
  private final AtomicLong nanos = new AtomicLong();
  private final SessionTraces traces = new SessionTraces(nanos::get);
  private OpsVerticle ops;

  @BeforeEach
  void start(Vertx vertx) {
    ops = new OpsVerticle(settings(0), readiness, meters, traces, OperationsPath.NONE, () -> NOW);
    vertx.deployVerticle(ops).await();
  }

  @Test
  void aProcessWhoseLoopTurnsIsLiveEvenIfNotReady() throws Exception {
    register("database", () -> false);

    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void itIsReadyWhenEveryCheckSaysSo() throws Exception {
    AtomicBoolean database = new AtomicBoolean();
    register("cluster", () -> true);
    register("database", database::get);

    HttpResponse<String> before = get("/health/ready");
    database.set(true);
    HttpResponse<String> after = get("/health/ready");

    assertThat(before.statusCode()).isEqualTo(503);
    assertThat(new JsonObject(before.body()))
        .isEqualTo(
            new JsonObject(
                """
                {"status":"not ready","checks":{"cluster":"ok","database":"failed"}}"""));
    assertThat(after.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(after.body()).getString("status")).isEqualTo("ready");
  }

  @Test
  void aCheckThatKnowsWhatIsWrongSaysSo() throws Exception {
    register("cluster", () -> true);
    readiness.explain("feeds", () -> Optional.of("there is no table quotes"));

    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(new JsonObject(get("/health/ready").body()))
        .isEqualTo(
            new JsonObject(
                """
                {"status":"not ready","checks":{"cluster":"ok","feeds":"failed"},
                 "reasons":{"feeds":"there is no table quotes"}}"""));
  }

  @Test
  void aCheckThatThrowsSaysNo() throws Exception {
    register(
        "feeds",
        () -> {
          throw new IllegalStateException("no feeds");
        });

    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(get("/health/ready").body()).doesNotContain("no feeds");
  }

  @Test
  void aCheckThatHangsIsNotWaitedForAndTheRestAnswers() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    register(
        "stuck",
        () -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return true;
        });

    HttpResponse<String> ready = get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body())
        .contains("\"reasons\":{\"checks_answered\":\"the checks did not answer within 2000 ms\"}");
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    never.countDown();
  }

  private void register(String name, BooleanSupplier check) {
    readiness.explain(name, () -> check.getAsBoolean() ? Optional.empty() : Optional.of(""));
  }

  @Test
  void twoChecksOfOneNameAreAMistake() {
    register("database", () -> true);

    assertThatThrownBy(() -> register("database", () -> true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void metricsAreThoseOfTheJvmAndOurOwn() throws Exception {
    Counter.builder("tickgate.feed.rows")
        .tag("feed", "usd_jpy")
        .register(meters.registry())
        .increment(3);

    HttpResponse<String> response = get("/metrics");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    assertThat(response.body())
        .contains("tickgate_info{version=\"1.2.3\"} 1")
        .contains("tickgate_feed_rows_total{feed=\"usd_jpy\"} 3.0")
        .contains("jvm_memory_used_bytes")
        .contains("jvm_threads_live_threads")
        .contains("process_cpu_usage")
        .contains("process_files_open_files");
  }

  @Test
  void anyOtherPathIsNotFoundAsJson() throws Exception {
    HttpResponse<String> response = get("/nothing?x=%3Cscript%3E");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(new JsonObject(response.body()))
        .isEqualTo(
            new JsonObject(
                """
                {"type":"error","code":"NOT_FOUND","message":"this path does not exist",
                "timestamp":"2026-02-16T13:05:10.000Z"}"""));
  }

  @Test
  void onlyReadingIsAllowed() throws Exception {
    HttpRequest post = request("/health/live").POST(BodyPublishers.ofString("x")).build();
    HttpRequest head = request("/health/live").method("HEAD", BodyPublishers.noBody()).build();

    HttpResponse<String> refused = client.send(post, BodyHandlers.ofString());

    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.headers().firstValue("allow")).contains("GET, HEAD");
    assertThat(client.send(head, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  @Test
  void anOperatorHasTheSessionsOfAUserTraced() throws Exception {
    HttpResponse<String> begun = send("POST", "/debug/sessions?user=a%20b&seconds=90");
    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    HttpResponse<String> running = get("/debug/sessions");
    HttpResponse<String> ended = send("DELETE", "/debug/sessions?user=a%20b");

    assertThat(begun.statusCode()).isEqualTo(200);
    assertThat(begun.body()).isEqualTo("{\"users\":[{\"user\":\"a b\",\"seconds_left\":90}]}");
    assertThat(running.body()).contains("\"seconds_left\":60");
    assertThat(ended.body()).isEqualTo("{\"users\":[]}");
  }

  @Test
  void aTraceNamesAUserAndATime() throws Exception {
    assertThat(send("POST", "/debug/sessions").body()).contains("INVALID_PARAMETER", "user");
    assertThat(send("POST", "/debug/sessions?user=a&seconds=3601").body()).contains("seconds");
    assertThat(send("POST", "/debug/sessions?user=a&seconds=x").statusCode()).isEqualTo(400);
    assertThat(send("PUT", "/debug/sessions?user=a").headers().firstValue("allow"))
        .contains("GET, HEAD, POST, DELETE");
    assertThat(get("/debug/sessions").body()).isEqualTo("{\"users\":[]}");
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    HttpRequest request = request(path).method(method, BodyPublishers.noBody()).build();
    return client.send(request, BodyHandlers.ofString());
  }

  @Test
  void aTakenPortIsNamed(Vertx vertx) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      OpsSettings settings = settings(taken.getLocalPort());
      OpsVerticle second =
          new OpsVerticle(settings, readiness, meters, traces, OperationsPath.NONE, () -> NOW);

      assertThatThrownBy(() -> vertx.deployVerticle(second).await())
          .isInstanceOf(BindException.class)
          .hasMessageStartingWith("ops.port " + taken.getLocalPort() + " is in use");
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ops.port() + path));
  }

  private static OpsSettings settings(int port) {
    return new OpsSettings("127.0.0.1", port, Map.of(), LogFormat.TEXT);
  }
}
