package dev.tickgate.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.access.AccessPolicy.Rule;
import dev.tickgate.access.Grantee;
import dev.tickgate.access.Principal;
import dev.tickgate.access.Principal.Credential;
import dev.tickgate.access.TopicPattern;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.protocol.Command;
import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.TestRoutes;
import dev.tickgate.transport.Format;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionAuthorizationTest {
  private static final Topic OPEN = new Topic("ticks.USD_JPY");
  private static final Topic OWN = new Topic("user.7");
  private static final AccessPolicy RULES =
      AccessPolicy.of(
          AccessPolicy.open("ticks.*"),
          new Rule(
              new TopicPattern("user.{sub}"), new Grantee.Authenticated(), new Grantee.Nobody()));
  private static final Instant START = Instant.parse("2026-02-16T13:05:10.123Z");

  private Instant now = START;
  private Promise<ReplaySource.Page> archived = Promise.promise();
  private Hub hub = hub(RULES);
  private final FakeTransport client = new FakeTransport();
  private Session session = open(Principal.ANYBODY);

  private Hub hub(AccessPolicy access) {
    Hub made =
        new Hub(
            new HubSettings(TestRoutes.of(10, OPEN, OWN), 10, 1 << 20, 10, Duration.ofSeconds(30)),
            access,
            (topic, position, limit) -> archived.future(),
            HubMetrics.NONE,
            () -> now,
            System::nanoTime,
            new Random(1),
            (millis, task) -> {});
    made.fill(OPEN, new Position(7, 0), List.of());
    made.fill(OWN, new Position(7, 0), List.of());
    return made;
  }

  private Session open(Principal principal) {
    return hub.sessions().open(principal, Format.BRIDGE_SOCKJS_FALLBACK, opened -> client);
  }

  private static Principal seven(Instant end) {
    return new Principal(
        "7",
        Map.of("sub", List.of("7")),
        new Credential("t1", "s1", Optional.of(START), Optional.of(end)));
  }

  @Test
  void aSessionHearsWhatItsPrincipalMay() {
    subscribe(OWN);
    assertThat(errors()).containsExactly("access_denied");

    hub.rights().became(session, seven(START.plusSeconds(600)));
    subscribe(OWN);
    publish(OWN, 1);

    assertThat(offsets()).containsExactly(1L);
  }

  @Test
  void aMinuteBeforeTheEndTheClientIsWarnedAndThenTheSessionEnds() {
    hub.rights().became(session, seven(START.plusSeconds(600)));

    at(539);
    assertThat(client.sent).isEmpty();
    at(540);
    assertThat(new JsonObject(client.sent.get(0)))
        .isEqualTo(
            new JsonObject()
                .put("type", "event")
                .put("event", "auth_expiring")
                .put(
                    "message",
                    new JsonObject().put("type", "auth_expiring").put("expires_in", 60)));
    at(599);
    assertThat(client.sent).hasSize(1);
    assertThat(client.closed).isEmpty();
    at(600);

    assertThat(errors()).containsExactly("token_expired");
    assertThat(client.closed).containsExactly(CloseCode.UNAUTHORIZED);
    assertThat(hub.sessions().size()).isZero();
  }

  @Test
  void aNewerTokenMovesTheEnd() {
    hub.rights().became(session, seven(START.plusSeconds(100)));
    at(50);
    hub.rights().became(session, seven(START.plusSeconds(1000)));
    int warned = client.sent.size();

    at(101);
    at(939);
    assertThat(client.sent).hasSize(warned);
    assertThat(client.closed).isEmpty();
    at(1000);

    assertThat(client.closed).containsExactly(CloseCode.UNAUTHORIZED);
  }

  @Test
  void aSessionThatWasOpenedWithATokenEndsWithIt() {
    session = open(seven(START.plusSeconds(5)));

    at(5);

    assertThat(client.closed).containsExactly(CloseCode.UNAUTHORIZED);
  }

  @Test
  void whoDoesNotSayWhoItIsWhereThatIsAskedForIsSentAway() {
    hub = hub(new AccessPolicy(RULES.rules(), Optional.of(Duration.ofSeconds(10))));
    session = open(Principal.ANYBODY);
    subscribe(OPEN);
    assertThat(errors()).containsExactly("unauthorized");

    at(8);
    assertThat(client.closed).isEmpty();
    at(9);

    assertThat(client.closed).containsExactly(CloseCode.UNAUTHORIZED);
  }

  @Test
  void whoSaysItInTimeStays() {
    hub = hub(new AccessPolicy(RULES.rules(), Optional.of(Duration.ofSeconds(10))));
    session = open(Principal.ANYBODY);

    at(8);
    hub.rights().became(session, seven(START.plusSeconds(600)));
    at(11);
    subscribe(OPEN);
    publish(OPEN, 1);

    assertThat(client.closed).isEmpty();
    assertThat(offsets()).containsExactly(1L);
  }

  @Test
  void aRightThatIsWithdrawnEndsTheSubscriptionAndNotTheSession() {
    hub.rights().became(session, seven(START.plusSeconds(600)));
    subscribe(OPEN, OWN);

    hub.rights().change(AccessPolicy.of(AccessPolicy.open("ticks.*")));
    publish(OWN, 1);
    publish(OPEN, 1);

    assertThat(client.sent).hasSize(2);
    JsonObject told = new JsonObject(client.sent.get(0));
    assertThat(told.getString("address")).isEqualTo("user.7");
    assertThat(told.getJsonObject("body").getString("code")).isEqualTo("ACCESS_DENIED");
    assertThat(new JsonObject(client.sent.get(1)).getString("address")).isEqualTo(OPEN.name());
    assertThat(client.closed).isEmpty();
  }

  @Test
  void aRefreshWithFewerClaimsEndsWhatTheyGave() {
    hub.rights().became(session, seven(START.plusSeconds(600)));
    subscribe(OWN);

    hub.rights().became(session, new Principal("7", Map.of(), Credential.NONE));
    publish(OWN, 1);

    assertThat(offsets()).isEmpty();
    assertThat(client.sent).hasSize(1);
  }

  @Test
  void aReplayThatWaitsForTheArchiveEndsWithTheRight() {
    hub.rights().became(session, seven(START.plusSeconds(600)));
    for (int i = 1; i <= 20; i++) {
      publish(OWN, i);
    }
    hub.subscribe(
        session,
        new Command.Subscribe(OWN, Optional.of(new Position(7, 2)), Pace.UNLIMITED),
        false);

    hub.rights().change(AccessPolicy.of());
    archived.complete(
        new ReplaySource.Page(new Position(7, 20), true, List.of(publication(OWN, 3))));
    publish(OWN, 21);

    assertThat(offsets()).isEmpty();
  }

  @Test
  void whatWaitsForASlowClientIsNotSentAfterTheRightHasGone() {
    hub.rights().became(session, seven(START.plusSeconds(600)));
    subscribe(OPEN, OWN);
    client.writable = false;
    publish(OWN, 1);
    publish(OPEN, 1);

    hub.rights().change(AccessPolicy.of(AccessPolicy.open("ticks.*")));
    client.writable = true;
    session.drained();

    assertThat(client.sent.stream().filter(sent -> sent.contains("\"bid\"")))
        .allMatch(sent -> sent.contains(OPEN.name()))
        .hasSize(1);
  }

  @Test
  void aReplayThatWaitsForASlowClientIsNotSentAfterTheRightHasGone() {
    hub.rights().became(session, seven(START.plusSeconds(600)));
    publish(OWN, 1);
    client.writable = false;
    subscribe(OWN);

    hub.rights().change(AccessPolicy.of());
    client.writable = true;
    session.drained();

    assertThat(client.sent).noneMatch(sent -> sent.contains("\"bid\""));
  }

  @Test
  void theSessionsOfWhoIsRevokedEndAndNoOthers() {
    FakeTransport other = new FakeTransport();
    hub.sessions().open(Principal.ANYBODY, Format.BRIDGE_SOCKJS_FALLBACK, opened -> other);
    hub.rights().became(session, seven(START.plusSeconds(600)));

    hub.rights().revoke(principal -> principal.credential().id().equals("t2"));
    assertThat(client.closed).isEmpty();
    hub.rights().revoke(principal -> true);

    assertThat(client.closed).containsExactly(CloseCode.UNAUTHORIZED);
    assertThat(errors()).containsExactly("unauthorized");
    assertThat(other.closed).isEmpty();
  }

  private void at(long seconds) {
    now = START.plusSeconds(seconds);
    hub.tickAlive();
  }

  private void subscribe(Topic... topics) {
    for (Topic topic : topics) {
      hub.subscribe(session, new Command.Subscribe(topic, Optional.empty(), Pace.UNLIMITED), false);
    }
    hub.flush();
  }

  private void publish(Topic topic, long offset) {
    hub.publish(publication(topic, offset));
    hub.flush();
  }

  private static Publication publication(Topic topic, long offset) {
    return Publication.at(topic, new Position(7, offset), "{\"bid\":1}");
  }

  private List<Long> offsets() {
    return client.sent.stream()
        .filter(sent -> sent.contains("\"bid\""))
        .map(sent -> new JsonObject(sent).getJsonObject("body").getLong("offset"))
        .toList();
  }

  private List<String> errors() {
    return client.sent.stream()
        .map(JsonObject::new)
        .filter(sent -> sent.getString("type").equals("err"))
        .map(sent -> sent.getString("body"))
        .toList();
  }
}
