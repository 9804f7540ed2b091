package dev.tickgate.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import dev.tickgate.access.Principal;
import dev.tickgate.http.EdgeSettings;
import dev.tickgate.http.Origins;
import dev.tickgate.http.PemFiles;
import dev.tickgate.http.Proxies;
import dev.tickgate.protocol.Token;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Certificates;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.HaProxies;
import dev.tickgate.testing.HaProxy;
import dev.tickgate.testing.Nginx;
import dev.tickgate.testing.TcpLink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Unmodified clients, directly and behind proxies, show a token, come back by themselves and have
 * each event once, in order: after their connections were cut in the middle of an event, and after
 * a gateway stopped.
 */
class EventSourceClientsTest {
  private static final Topic ORDERS = new Topic("events.orders");
  private static final Channel CHANNEL = new Channel("orders", List.of("ORDER_RECEIVED"), false);
  private static final EventSettings SETTINGS =
      new EventSettings(true, List.of(CHANNEL), Duration.ofMillis(100), Duration.ofSeconds(30));
  private static final String TOKEN = "token-of-the-office";
  private static final String STREAM = "/api/realtime/events?channels=orders";
  private static final String PAGE = "/api/schemas/orders.json?token=" + TOKEN;
  private static final int INSIDE_AN_EVENT = 40;
  private static final String HAPROXY =
      """
      defaults
        mode http
        timeout connect 3s
        timeout client 90s
        timeout server 90s
      frontend public
        bind "127.0.0.1:${HAPROXY_PORT}" ssl crt "${CERTIFICATE}" alpn h2,http/1.1
        default_backend gateways
      backend gateways
        retry-on conn-failure empty-response
        server gateway "${GATEWAY_1}" ssl verify none alpn h2,http/1.1
      """;

  @Fixture private static final Browser browser = Browsers.launch();

  @TempDir private Path dir;
  private final Certificates authority = new Certificates("test authority");
  private final List<SseClient> clients = new ArrayList<>();
  private final List<GatewayFixture> gateways = new ArrayList<>();
  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private GatewayFixture stopped;
  @Fixture private GatewayFixture other;
  @Fixture private TcpLink link;
  @Fixture private final List<AutoCloseable> started = new ArrayList<>();
  @Fixture private final ChromiumClients chromium = new ChromiumClients(browser);

  @Fixture
  private final OkHttpClients okHttp =
      new OkHttpClients(TOKEN, authority.trusting(), authority.trustManager());

  private long offset;

  @Test
  void eachClientHasEachEventOnceOverHttp1() throws IOException {
    start(Optional.empty());
    HttpServer ready = vertx.createHttpServer().requestHandler(asked -> asked.response().end());
    GatewayFixture.await(ready.listen(0, "127.0.0.1"));
    HaProxy haProxy = HaProxies.start(Path.of("conf/haproxy.cfg"), haProxy(ready.actualPort()));
    started.add(haProxy);
    Nginx nginx = Nginx.start(proxyPass("http"));
    started.add(nginx);
    NodeClients node = new NodeClients(TOKEN);
    ways(nginx, haProxy)
        .forEach(
            (way, port) -> {
              String base = "http://127.0.0.1:" + port;
              node.add("eventsource", base + STREAM, client("eventsource, " + way));
              node.add("eventsource-client", base + STREAM, client("eventsource-client, " + way));
              open(base, way);
            });
    node.start();
    started.add(node);

    judge();
    assertThat(okHttp.protocols()).containsOnly(Protocol.HTTP_1_1);
    assertThat(chromium.protocols()).containsOnly("http/1.1");
  }

  @Test
  void eachClientHasEachEventOnceOverHttp2() throws IOException {
    Certificates.Pair files = authority.issue(dir, "gateway");
    start(Optional.of(new PemFiles(files.cert(), files.key())));
    Path both = dir.resolve("both.pem");
    Files.writeString(both, Files.readString(files.cert()) + Files.readString(files.key()));
    Path configuration = Files.writeString(dir.resolve("haproxy.cfg"), HAPROXY);
    HaProxy haProxy =
        HaProxies.start(
            configuration,
            Map.of("GATEWAY_1", "127.0.0.1:" + link.port(), "CERTIFICATE", both.toString()));
    started.add(haProxy);
    Nginx nginx =
        Nginx.start(
            "ssl http2",
            "ssl_certificate %s; ssl_certificate_key %s;".formatted(files.cert(), files.key())
                + proxyPass("https"));
    started.add(nginx);
    ways(nginx, haProxy).forEach((way, port) -> open("https://127.0.0.1:" + port, way));

    judge();
    assertThat(okHttp.protocols()).containsOnly(Protocol.HTTP_2);
    assertThat(chromium.protocols()).containsOnly("h2");
  }

  private Map<String, Integer> ways(Nginx nginx, HaProxy haProxy) {
    return Map.of("direct", link.port(), "nginx", nginx.port(), "HAProxy", haProxy.port());
  }

  private Map<String, String> haProxy(int ready) {
    return Map.of(
        "GATEWAY_1", "127.0.0.1:" + link.port(), "GATEWAY_1_OPS", Integer.toString(ready));
  }

  private String proxyPass(String scheme) {
    return "location / { proxy_pass %s://127.0.0.1:%d; proxy_set_header Host $http_host; }"
        .formatted(scheme, link.port());
  }

  private void start(Optional<PemFiles> tls) {
    EdgeSettings edge =
        new EdgeSettings(Origins.of(List.of()), Proxies.of(List.of("127.0.0.1")), false, tls);
    stopped = gateway(edge);
    other = gateway(edge);
    gateways.addAll(List.of(stopped, other));
    gateways.forEach(at -> at.hubs.post(hub -> hub.fill(ORDERS, new Position(7, 0), List.of())));
    link = TcpLink.start(vertx, List.of(stopped.port(), other.port()));
  }

  private static GatewayFixture gateway(EdgeSettings edge) {
    EventSchemas schemas = new EventSchemas(List.of(CHANNEL), InstantSource.system());
    return GatewayFixture.ofEvents(
        Realtime.of(SETTINGS, schemas, EventMetrics.NONE),
        edge,
        EventSourceClientsTest::authenticate);
  }

  private static Future<Principal> authenticate(Token token) {
    return Future.succeededFuture(
        token.text().equals(TOKEN)
            ? new Principal("office", Map.of(), Principal.Credential.NONE)
            : Principal.ANYBODY);
  }

  /** The clients that also support HTTP/2. Only a browser cannot send a header. */
  private void open(String base, String way) {
    okHttp.open(base + STREAM, client("OkHttp, " + way));
    chromium.open(base + PAGE, base + STREAM + "&token=" + TOKEN, client("Chromium, " + way));
  }

  private SseClient client(String name) {
    SseClient client = new SseClient(name);
    clients.add(client);
    return client;
  }

  private void judge() {
    awaitAll(client -> client.connections() == 1);
    publish(3);
    awaitAll(client -> client.events().size() == 3);
    awaitReturn(() -> link.cutAfter(INSIDE_AN_EVENT));
    awaitReturn(
        () -> {
          gateways.remove(stopped);
          // As a load balancer does with a gateway that is not ready.
          link.avoid(stopped.port());
          stopped.close();
        });

    List<String> each = LongStream.rangeClosed(1, 9).mapToObj(Long::toString).toList();
    assertThat(clients)
        .allSatisfy(client -> assertThat(client.events()).as(client + "").isEqualTo(each));
  }

  /** Events are published while the clients are away. */
  private void awaitReturn(Runnable fault) {
    Map<SseClient, Long> before =
        clients.stream().collect(Collectors.toMap(client -> client, SseClient::connections));
    fault.run();
    publish(3);
    awaitAll(
        client -> client.connections() > before.get(client) && client.events().size() >= offset);
  }

  private void awaitAll(Predicate<SseClient> condition) {
    await()
        .untilAsserted(
            () -> {
              chromium.read();
              assertThat(clients).allMatch(condition);
            });
  }

  private void publish(int count) {
    for (int i = 0; i < count; i++) {
      Position at = new Position(7, ++offset);
      String event =
          "{\"type\":\"ORDER_RECEIVED\",\"payload\":{\"id\":\"%d\",\"action\":\"created\"}}"
              .formatted(at.offset());
      Publication publication = Publication.at(ORDERS, at, event);
      gateways.forEach(gateway -> gateway.hubs.post(hub -> hub.publish(publication)));
    }
  }
}
