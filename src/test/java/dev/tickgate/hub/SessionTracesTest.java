package dev.tickgate.hub;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.tickgate.protocol.Command;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.protocol.Token;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.LogFixture;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The messages of a user that an operator has traced, and of nobody else. */
class SessionTracesTest {

  @Fixture private final LogFixture lines = LogFixture.of(SessionTraces.class);
  private final AtomicLong nanos = new AtomicLong();
  private final SessionTraces traces = new SessionTraces(nanos::get);
  private final HubFixture fixture = new HubFixture(traces);

  @Test
  void whatASessionReceivesAndSendsIsLogged() {
    HubFixture.Client client = fixture.client(HubFixture.USD_JPY);
    traces.begin("", Duration.ofMinutes(5));

    traces.received(client.session, new Command.Ping("p1"));
    fixture.turn(HubFixture.USD_JPY);

    assertThat(messages("received")).containsExactly("Ping[id=p1]");
    assertThat(messages("sent")).singleElement().asString().contains("\"offset\":1");
  }

  @Test
  void noTokenIsLogged() {
    HubFixture.Client client = fixture.client();
    traces.begin("", Duration.ofMinutes(5));
    JsonObject fields = new JsonObject().put("type", "join_game").put("token", "secret");
    Command custom =
        new Command.Custom(
            "join_game",
            fields,
            fields.encode(),
            null,
            new Command.Refused(ErrorCode.INVALID_TYPE));

    traces.received(client.session, new Command.Authenticate(new Token("secret")));
    traces.received(client.session, new Command.With(new Token("secret"), custom));

    assertThat(messages("received")).hasSize(2).noneMatch(text -> text.contains("secret"));
    assertThat(fields.getString("token")).isEqualTo("secret");
  }

  @Test
  void otherUsersAreNotLogged() {
    HubFixture.Client client = fixture.client(HubFixture.USD_JPY);
    traces.begin("8", Duration.ofMinutes(5));

    traces.received(client.session, new Command.Ping(null));
    fixture.turn(HubFixture.USD_JPY);

    assertThat(lines.events()).isEmpty();
  }

  @Test
  void aTraceEndsByItself() {
    HubFixture.Client client = fixture.client();
    traces.begin("", Duration.ofSeconds(10));
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());

    traces.received(client.session, new Command.Ping(null));

    assertThat(lines.events()).isEmpty();
    assertThat(traces.users()).isEmpty();
  }

  @Test
  void aBusySessionDoesNotFloodTheLog() {
    HubFixture.Client client = fixture.client();
    traces.begin("", Duration.ofMinutes(5));

    for (int i = 0; i < 150; i++) {
      traces.received(client.session, new Command.Ping(null));
    }
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    traces.received(client.session, new Command.Ping(null));

    assertThat(lines.events()).hasSize(101);
    assertThat(fields(lines.events().get(100))).containsEntry("left_out", 50L);
  }

  @Test
  void aNodeTracesAFewUsersAtATime() {
    for (int user = 0; user < 20; user++) {
      assertThat(traces.begin("user" + user, Duration.ofSeconds(10))).isTrue();
    }

    assertThat(traces.begin("another", Duration.ofSeconds(10))).isFalse();
    assertThat(traces.begin("user1", Duration.ofSeconds(10))).isTrue();
    nanos.addAndGet(Duration.ofSeconds(11).toNanos());
    assertThat(traces.begin("another", Duration.ofSeconds(10))).isTrue();
  }

  private List<String> messages(String direction) {
    return lines.events().stream()
        .map(SessionTracesTest::fields)
        .filter(fields -> fields.get("direction").equals(direction))
        .map(fields -> fields.get("message").toString())
        .toList();
  }

  private static Map<String, Object> fields(ILoggingEvent line) {
    return line.getKeyValuePairs().stream()
        .collect(Collectors.toMap(pair -> pair.key, pair -> pair.value));
  }
}
