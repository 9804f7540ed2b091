package dev.tickgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.LogFixture;
import dev.tickgate.testing.RawHttp;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Requests of clients that are mistaken, or gone, fill no log. */
class WrongRequestsTest {
  private static final String END = " HTTP/1.1\r\nHost: a\r\n\r\n";
  @Fixture private static final LogFixture log = LogFixture.ofAll();

  @Fixture
  private static final GatewayFixture gateway = new GatewayFixture(1, 100, Duration.ofSeconds(30));

  @Test
  void areAnsweredWithoutALine() {
    for (String line : new String[] {"GET x", "CONNECT a:1", "OPTIONS *", "TRACE /", "x", "\0"}) {
      try (RawHttp client = new RawHttp(gateway.port())) {
        client.say(line + END);
        assertThat(client.hearOut()).matches("(?s)HTTP/1.[01] (400|405|501) .*");
      }
    }
    assertThat(log.events())
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .isEmpty();
  }

  @Test
  void aConnectionThatIsResetWithinAnAnswerLeavesNoLine() throws IOException {
    for (int i = 0; i < 50; i++) {
      try (Socket client = new Socket("127.0.0.1", gateway.port())) {
        client.setSoLinger(true, 0);
        String path = i % 2 == 0 ? "/vendor/sockjs.min.js" : "/";
        client.getOutputStream().write(("GET " + path + END).repeat(20).getBytes());
        assertThat(client.getInputStream().read()).isEqualTo('H');
      }
    }
    await().until(() -> gateway.counter.connections() == 0);
    assertThat(log.events())
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .isEmpty();
  }

  @Test
  void repetitionsAreOneLineAMinute() {
    Logger logger = (Logger) LoggerFactory.getLogger("test.repeated");
    LogFixture lines = LogFixture.of(logger.getName());
    AtomicLong now = new AtomicLong();
    RepeatedEvents events = new RepeatedEvents(logger, now::get);

    for (int i = 0; i < 1000; i++) {
      events.log(org.slf4j.event.Level.WARN, "a.failed", "address", "::1", line -> {});
      events.sweep();
    }
    assertThat(lines.events()).hasSize(1);
    now.set(Duration.ofMinutes(1).toNanos());
    events.sweep();
    events.sweep();

    assertThat(lines.events()).hasSize(2);
    assertThat(lines.events().get(0).getKeyValuePairs()).asString().isEqualTo("[address=\"::1\"]");
    assertThat(lines.events().get(1).getKeyValuePairs())
        .asString()
        .isEqualTo("[address=\"::1\", repeated=\"999\"]");
    events.log(org.slf4j.event.Level.WARN, "a.failed", "address", "::1", line -> {});
    assertThat(lines.events()).hasSize(3);
  }
}
