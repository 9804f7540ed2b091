package dev.tickgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.LogFixture;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections of HTTP/2 that break the protocol, or exceed a time-out. */
class Http2ConnectionsTest extends TlsCase {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nxxxxxxxxxxxxxxxxxxxx",
      })
  void aConnectionThatBreaksTheProtocolIsClosedWithoutALogLine(String said) throws Exception {
    start(LONG, LONG);
    LogFixture log = LogFixture.ofAll();
    try (log;
        SSLSocket client = rawHttp2(authority, gateway.port())) {
      client.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));

      client.getInputStream().readAllBytes();
    }
    // The feed of this gateway has no leader, and says so where the connection stays for seconds.
    assertThat(log.events())
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .filteredOn(event -> !event.getMessage().startsWith("replica."))
        .isEmpty();
  }

  @Test
  void anIdleConnectionIsClosedAndAStreamOfEventsIsNot() {
    start(LONG, Duration.ofMillis(300));
    AtomicBoolean idleClosed = new AtomicBoolean();
    AtomicBoolean eventsClosed = new AtomicBoolean();
    HttpClientConnection events = connection();
    events.closeHandler(closed -> eventsClosed.set(true));
    List<String> heard = new CopyOnWriteArrayList<>();
    ask(events, HttpMethod.GET, "/sse?topic=" + TOPIC)
        .onSuccess(
            asked -> asked.send().onSuccess(a -> a.handler(data -> heard.add(data.toString()))));
    HttpClientConnection idle = connection();
    idle.closeHandler(closed -> idleClosed.set(true));
    GatewayFixture.await(
        ask(idle, HttpMethod.GET, "/api/ticks/USD_JPY").compose(asked -> asked.send()));

    await().untilTrue(idleClosed);
    int before = heard.size();
    gateway.leader.publish();
    await().until(() -> heard.size() > before);
    assertThat(eventsClosed).isFalse();
  }

  @Test
  void aConnectionWithAnIncompleteRequestIsClosed() {
    start(Duration.ofMillis(300), LONG);
    AtomicBoolean silentClosed = new AtomicBoolean();
    AtomicBoolean slowClosed = new AtomicBoolean();
    connection().closeHandler(closed -> silentClosed.set(true));
    HttpClientConnection slow = connection();
    slow.closeHandler(closed -> slowClosed.set(true));
    ask(slow, HttpMethod.POST, "/eventbus/000/slow/xhr_send")
        .onSuccess(asked -> asked.setChunked(true).write("[\"x"));

    await().untilTrue(silentClosed);
    await().untilTrue(slowClosed);
  }
}
