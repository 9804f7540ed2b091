package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.http.AddressCounter;
import dev.tickgate.http.Proxies;
import dev.tickgate.http.SessionAdmission;
import dev.tickgate.testing.CountingGatewayMetrics;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.Http;
import dev.tickgate.transport.Inbound;
import dev.tickgate.transport.InboundRate;
import dev.tickgate.transport.WebSocketConnection;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session of SockJS whose requests come by several connections, which several loops serve. */
@Timeout(120)
class SockJsLoopsTest {
  private static final int LOOPS = 4;
  private static final int PUBLICATIONS = 5_000;

  private final String session = "/eventbus/000/" + UUID.randomUUID() + "/";
  private final List<String> wrong = new ArrayList<>();

  @Fixture
  private final GatewayFixture gateway = new GatewayFixture(LOOPS, 100, Duration.ofSeconds(30));

  private long last;

  @BeforeEach
  void start() {
    GatewayFixture.await(gateway.leader.serve());
    gateway.leader.publish();
    await().until(() -> gateway.replicas.incomplete().isEmpty());
  }

  @Test
  void everythingComesInOrderAndOnce() throws InterruptedException {
    List<Http> connections = new ArrayList<>();
    for (int i = 0; i < 2 * LOOPS; i++) {
      connections.add(new Http(gateway.port()));
    }
    assertThat(connections.get(0).post(session + "xhr", "").body()).isEqualTo("o\n");
    String register = "{\"type\":\"register\",\"address\":\"ticks.USD_JPY\",\"headers\":{}}";
    connections.get(1).post(session + "xhr_send", new JsonArray().add(register).encode());
    Thread publisher = new Thread(this::publish);
    publisher.start();

    for (int i = 0; last < PUBLICATIONS && wrong.isEmpty(); i++) {
      String body = connections.get(i % connections.size()).post(session + "xhr", "").body();
      body.lines().filter(line -> line.startsWith("a")).forEach(this::take);
    }

    publisher.join();
    assertThat(wrong).isEmpty();
  }

  /** Which thread writes is told by the head of an answer, which is made when it is written. */
  @Test
  void oneLoopServesASessionWhateverConnectionsItComesBy() {
    Vertx vertx = gateway.vertx;
    SockJsHomes homes = new SockJsHomes();
    Map<String, Set<Thread>> threads = new ConcurrentHashMap<>();
    List<Integer> ports = new CopyOnWriteArrayList<>();
    GatewayFixture.await(
        vertx.deployVerticle(
            () -> new EchoLoop(homes, threads, ports),
            new DeploymentOptions().setInstances(LOOPS)));

    for (int i = 0; i < 10; i++) {
      String path = "/echo/000/" + i + "/";
      for (int connection = 0; connection < 5; connection++) {
        Http http = new Http(ports.get(0));
        String body = http.post(path + "xhr", "").body();
        assertThat(body).isEqualTo(connection == 0 ? "o\n" : "a[\"" + connection + "\"]\n");
        http.post(path + "xhr_send", "[\"" + (connection + 1) + "\"]");
      }
    }

    assertThat(threads).hasSize(10).allSatisfy((path, by) -> assertThat(by).hasSize(1));
    assertThat(threads.values().stream().flatMap(Set::stream).distinct()).hasSizeGreaterThan(1);
  }

  private static final class EchoLoop extends VerticleBase {
    private final SockJsHomes homes;
    private final Map<String, Set<Thread>> threads;
    private final List<Integer> ports;

    EchoLoop(SockJsHomes homes, Map<String, Set<Thread>> threads, List<Integer> ports) {
      this.homes = homes;
      this.threads = threads;
      this.ports = ports;
    }

    @Override
    public Future<?> start() {
      Router router = Router.router(vertx);
      SockJSHandlerOptions options = new SockJSHandlerOptions().setInsertJSESSIONID(false);
      SockJsMount mount =
          new SockJsMount(
              vertx,
              "/echo",
              options,
              new Inbound(1024, InboundRate.Allowance.UNLIMITED, Duration.ofSeconds(10)),
              new Echoing(),
              homes,
              new SessionAdmission(
                  new AddressCounter(GatewayFixture.LIMITS, System::nanoTime),
                  Proxies.of(List.of()),
                  new CountingGatewayMetrics()),
              InstantSource.system(),
              this::answering);
      mount.mount(router);
      return vertx
          .createHttpServer(new HttpServerOptions().setPort(-1))
          .requestHandler(request -> router.handle(mount.seen(request)))
          .listen()
          .onSuccess(server -> ports.add(server.actualPort()));
    }

    private void answering(HttpServerRequest request) {
      if (request.path().endsWith("/xhr")) {
        threads
            .computeIfAbsent(request.path(), path -> ConcurrentHashMap.newKeySet())
            .add(Thread.currentThread());
      }
    }
  }

  private static final class Echoing implements SockJsService {
    private final Thread loop = Thread.currentThread();

    @Override
    public void rawWebSocket(HttpServerRequest request, WebSocketConnection socket) {
      throw new AssertionError();
    }

    @Override
    public void sockJsWebSocket(HttpServerRequest request, WebSocketConnection socket) {
      throw new AssertionError();
    }

    @Override
    public void fallback(SockJSSocket socket) {
      assertThat(Thread.currentThread()).isEqualTo(loop);
      socket.handler(socket::write);
    }
  }

  private void publish() {
    for (int i = 1; i < PUBLICATIONS; i++) {
      gateway.leader.publish();
      LockSupport.parkNanos(100_000);
    }
  }

  private void take(String frame) {
    for (Object message : new JsonArray(frame.substring(1))) {
      JsonObject body = new JsonObject((String) message).getJsonObject("body");
      if (body.containsKey("bid")) {
        long offset = body.getLong("offset");
        long expected = last + 1 + body.getLong("skipped", 0L);
        if (last != 0 && offset != expected) {
          wrong.add(offset + " after " + last + ", skipped " + body.getLong("skipped", 0L));
        }
        last = offset;
      }
    }
  }
}
