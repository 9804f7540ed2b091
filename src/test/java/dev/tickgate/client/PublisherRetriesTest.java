package dev.tickgate.client;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.client.FakeGateway.Request;
import dev.tickgate.client.FakeGateway.Treatment;
import dev.tickgate.client.PublishResult.Failed;
import dev.tickgate.client.PublishResult.Published;
import java.net.ConnectException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client whose gateways hang, break off, and go away. */
class PublisherRetriesTest extends ClientCase {
  @Test
  void whatWasCommittedAndNotAnsweredIsSentAgainWithItsKey() {
    gateway.then(new Treatment.BreakAfterCommit(), new Treatment.BreakAfterCommit());

    assertThat(result(client().publish("events.x", PAYLOAD))).isInstanceOf(Published.class);
    assertThat(gateway.requests()).hasSize(3).extracting(Request::key).containsOnly("random");
    assertThat(gateway.commits()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAnswerThatDoesNotEndIsGivenUpAfterTheTimeOut(boolean afterHead) {
    gateway.then(new Treatment.Hang(afterHead));
    PublisherClient client = client(settings(gateway).withTimeouts(Duration.ofSeconds(2), SHORT));

    assertThat(result(client.publish("events.x", PAYLOAD))).isInstanceOf(Published.class);
    assertThat(gateway.requests()).hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @CsvSource({"7, 7", "0, 0", "'Fri, 27 Nov 2015 15:00:09 GMT', 0", "soon, 0", "-3, 0"})
  void itPausesAsLongAsTheServerAsksAndALittleMore(String after, long seconds) {
    gateway.then(Treatment.unavailable(Map.of("Retry-After", after)));

    assertThat(result(client().publish("events.x", PAYLOAD))).isInstanceOf(Published.class);
    assertThat(pauses).containsExactly(Duration.ofSeconds(seconds).plusMillis(50));
  }

  @Test
  void itPausesUntilTheTimeThatTheServerNames() {
    String time =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(UTC).plusSeconds(20));
    gateway.then(Treatment.unavailable(Map.of("Retry-After", time)));

    assertThat(result(client().publish("events.x", PAYLOAD))).isInstanceOf(Published.class);
    assertThat(pauses)
        .singleElement()
        .satisfies(pause -> assertThat(pause).isBetween(seconds(15), seconds(21)));
  }

  @Test
  void aPauseBeyondTheDeadlineIsNotWaitedFor() {
    gateway.then(Treatment.unavailable(Map.of("Retry-After", "31")));

    Failed result = (Failed) result(client().publish("events.x", PAYLOAD));

    assertThat(result.attempts()).isEqualTo(1);
    assertThat(result.cause()).hasMessageContaining("answered 503 NO_LEADER");
    assertThat(pauses).isEmpty();
  }

  @Test
  void attemptsAreBoundedAndTheKeyPublishesItLater() {
    gateway.then(
        Treatment.unavailable(Map.of()),
        new Treatment.BreakAfterCommit(),
        status(429),
        status(500));
    PublisherClient client = client(settings(gateway).withAttempts(4, Duration.ofSeconds(30)));

    Failed result = (Failed) result(client.publish("events.x", PAYLOAD));

    assertThat(result.attempts()).isEqualTo(4);
    assertThat(pauses).containsExactly(millis(50), millis(100), millis(200));
    assertThat(result(client.publish("events.x", PAYLOAD, result.key())))
        .isInstanceOf(Published.class);
    assertThat(gateway.commits()).isEqualTo(1);
  }

  @Test
  void anotherGatewayIsAskedAtOnceWhereOneCannotBeReached() {
    gateway.close();
    PublisherClient client = client(settings(gateway, other));

    assertThat(result(client.publish("events.x", PAYLOAD))).isInstanceOf(Published.class);
    assertThat(result(client.publish("events.x", PAYLOAD))).isInstanceOf(Published.class);
    assertThat(pauses).isEqualTo(List.of(Duration.ZERO));
  }

  @Test
  void itPausesWhenNoGatewayCanBeReached() {
    gateway.close();
    other.close();
    PublisherClient client =
        client(settings(gateway, other).withAttempts(4, Duration.ofSeconds(30)));

    Failed result = (Failed) result(client.publish("events.x", PAYLOAD));

    assertThat(result.cause()).isInstanceOf(ConnectException.class);
    assertThat(pauses).containsExactly(Duration.ZERO, millis(100), Duration.ZERO);
  }

  @Test
  void aGatewayThatIsUnavailableIsLeft() {
    gateway.then(Treatment.unavailable(Map.of()));
    PublisherClient client = client(settings(gateway, other));

    result(client.publish("events.x", PAYLOAD));
    result(client.publish("events.x", PAYLOAD));

    assertThat(gateway.requests()).hasSize(1);
    assertThat(other.requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>",
        "{}",
        "{\"topic\":\"x\",\"publications\":[]}",
        "{\"topic\":\"x\",\"publications\":[7]}",
        ""
      })
  void anAnswerThatIsNoneOfAGatewayIsNotBelieved(String body) {
    gateway.then(new Treatment.Answer(200, body, Map.of()));

    assertThat(result(client().publish("events.x", PAYLOAD))).isInstanceOf(Published.class);
    assertThat(gateway.requests()).hasSize(2);
  }
}
