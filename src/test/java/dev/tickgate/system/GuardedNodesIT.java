package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tickgate.config.Config;
import dev.tickgate.protocol.Token;
import dev.tickgate.testing.AwaitLimit;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.RawWebSocket;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens, tickets, revocations and rules on two nodes of a cluster. */
class GuardedNodesIT extends GuardedNodesCase {
  private static final Duration SOON = AwaitLimit.LIMIT;

  @Test
  void everyKindOfTokenSaysWhoItIs() {
    String session = opaque("12", "1 hour");
    assertThat(isBelieved(0, jwt("11", "", "", Instant.now()), "11")).isTrue();
    assertThat(isBelieved(0, session, "12")).isTrue();
    assertThat(isBelieved(1, ticket(0, session), "12")).isTrue();
    // A program is no user, whatever its name.
    assertThat(isBelieved(0, ADMIN_KEY, "office")).isFalse();
    try (RawWebSocket socket = connect(0, ADMIN_KEY)) {
      socket.say("{\"type\":\"subscribe\",\"topic\":\"room.1\"}");
      assertThat(hear(socket)).contains("subscribed");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "no-such-session, UNAUTHORIZED",
    "tgt_no-such-ticket, UNAUTHORIZED",
    "tgk_no-such-key, UNAUTHORIZED",
    "a.b.c, UNAUTHORIZED",
    "expired session, TOKEN_EXPIRED",
  })
  void aTokenThatIsNobodysIsRefused(String token, String code) {
    String text = token.equals("expired session") ? opaque("13", "-1 second") : token;

    HttpResponse<String> answer =
        http(0).get("/api/v1/auth/ws-token", "Authorization", "Bearer " + text);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(answer.body()).contains(code).doesNotContain(text);
    assertThat(http(0).get("/api/v1/auth/ws-token").statusCode()).isEqualTo(401);
  }

  @Test
  void aTokenThatCannotBeReadIsNobodys() {
    try (RawWebSocket socket = connect(0, "a%00b")) {
      assertThat(socket.hearUntil("close:")).last().isEqualTo("close:4401");
    }
    String path = "?token=" + shown("s3cr3t-in-a-broken-url") + "&x=%zz";
    for (String at : List.of("/ws", "/eventbus/websocket", "/ws/any", "/sse", "/api/ticks/X")) {
      assertThatThrownBy(() -> new RawWebSocket(NODES.get(0).port(), at + path))
          .hasMessageContaining("HTTP/1.1 400");
    }
  }

  @Test
  void aTicketIsGoodOnceInTheWholeCluster() {
    String session = opaque("14", "1 hour");
    for (int i = 0; i < 5; i++) {
      String ticket = ticket(i % 2, session);
      try (RawWebSocket one = connect(0, ticket);
          RawWebSocket two = connect(1, ticket)) {
        List<RawWebSocket> both = List.of(one, two);
        both.forEach(s -> s.say("{\"type\":\"subscribe\",\"topic\":\"user.14\"}"));
        List<String> heard = both.stream().map(RawWebSocket::hear).toList();

        assertThat(heard).filteredOn(text -> text.contains("subscribed")).hasSize(1);
        assertThat(heard).filteredOn(text -> text.contains("UNAUTHORIZED")).hasSize(1);
      }
      assertThat(isBelieved(0, ticket, "14")).isFalse();
    }
  }

  @Test
  void aRevocationOfASubjectReachesEveryNodeAndSparesWhatIsNewer() {
    String old = jwt("15", "", "", Instant.now());
    String other = jwt("16", "", "", Instant.now());
    Instant revoked;
    try (RawWebSocket here = connect(0, old);
        RawWebSocket there = connect(1, old);
        RawWebSocket another = connect(1, other)) {
      List<RawWebSocket> all = List.of(here, there, another);
      all.forEach(socket -> socket.say("{\"type\":\"ping\"}"));
      all.forEach(RawWebSocket::hear);

      assertThat(revoke(0, ADMIN_KEY, "{\"subject\":\"15\"}")).isEqualTo(204);
      revoked = Instant.now();

      assertThat(here.hearUntil("close:")).last().isEqualTo("close:4401");
      assertThat(there.hearUntil("close:")).last().isEqualTo("close:4401");
      another.say("{\"type\":\"ping\"}");
      assertThat(another.hear()).contains("pong");
    }
    assertThat(isBelieved(0, old, "15")).isFalse();
    assertThat(isBelieved(1, old, "15")).isFalse();
    // Issued by a clock that is ahead, and a new one once the leeway is over.
    assertThat(isBelieved(1, jwt("15", "", "", revoked.plusSeconds(1)), "15")).isFalse();
    Awaitility.await()
        .atMost(SOON)
        .until(() -> isBelieved(1, jwt("15", "", "", Instant.now()), "15"));
  }

  @ParameterizedTest
  @CsvSource({"token_id, 17", "session, 18"})
  void aTokenOrALoginIsRevokedAlone(String kind, String subject) {
    String revoked = jwt(subject, "t" + subject, "s" + subject, Instant.now());
    String spared = jwt(subject, "t" + subject + "b", "s" + subject + "b", Instant.now());
    String value = kind.charAt(0) + subject;
    try (RawWebSocket session = connect(1, revoked)) {
      session.say("{\"type\":\"ping\"}");
      assertThat(session.hear()).contains("pong");
      assertThat(revoke(0, ADMIN_KEY, "{\"%s\":\"%s\"}".formatted(kind, value))).isEqualTo(204);
      assertThat(session.hearUntil("close:")).last().isEqualTo("close:4401");
    }
    assertThat(isBelieved(0, revoked, subject)).isFalse();
    assertThat(isBelieved(0, spared, subject)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"subject, 24, 24", "token_id, 25, t25", "session, 26, s26"})
  void anOperatorRevokesAtTheOperationsPort(String kind, String subject, String value) {
    // Before the revocation: a subject's later tokens are good.
    Instant issued = Instant.now().minusSeconds(10);
    String revoked = jwt(subject, "t" + subject, "s" + subject, issued);
    try (RawWebSocket session = connect(1, revoked)) {
      session.say("{\"type\":\"ping\"}");
      assertThat(session.hear()).contains("pong");
      HttpResponse<String> answer =
          new Http(NODES.get(0).opsPort())
              .post(
                  "/admin/revoke",
                  "{\"%s\":\"%s\"}".formatted(kind, value),
                  "Authorization",
                  "Bearer " + shown(OPERATOR_KEY));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(session.hearUntil("close:")).last().isEqualTo("close:4401");
    }
    assertThat(isBelieved(0, revoked, subject)).isFalse();
  }

  @Test
  void anOpaqueTokenIsRevokedByItsHashAlsoWhileItIsRemembered() {
    String session = opaque("19", "1 hour");
    String ticket = ticket(0, session);
    try (RawWebSocket socket = connect(1, session)) {
      String hash = new Token(session).hash();
      assertThat(revoke(0, ADMIN_KEY, "{\"token_id\":\"" + hash + "\"}")).isEqualTo(204);
      assertThat(socket.hearUntil("close:")).last().isEqualTo("close:4401");
    }
    assertThat(isBelieved(1, session, "19")).isFalse();
    assertThat(isBelieved(1, ticket, "19")).isFalse();
  }

  @Test
  void aRevocationThatNobodyCalledOutIsFound() {
    try (RawWebSocket socket = connect(1, jwt("20", "", "", Instant.now().minusSeconds(5)))) {
      socket.say("{\"type\":\"ping\"}");
      hear(socket);
      database.run(
          "insert into tickgate.revocation (kind, value, until)"
              + " values ('subject', '20', now() + interval '1 day')");

      assertThat(socket.hearUntil("close:")).last().isEqualTo("close:4401");
    }
  }

  @Test
  void onlyWhoIsAllowedToRevokes() {
    String user = jwt("21", "", "", Instant.now());

    assertThat(revoke(0, user, "{\"subject\":\"22\"}")).isEqualTo(403);
    assertThat(http(0).post("/api/admin/revoke", "{\"subject\":\"22\"}").statusCode())
        .isEqualTo(401);
    for (String body : List.of("", "[]", "{}", "{\"subject\":7}", "{\"user\":\"22\"}")) {
      assertThat(revoke(0, ADMIN_KEY, body)).as(body).isEqualTo(400);
    }
    assertThat(isBelieved(0, jwt("22", "", "", Instant.now()), "22")).isTrue();
  }

  @Test
  void rulesThatAreReadAgainReachWhoIsThere() throws IOException {
    try (RawWebSocket socket = connect(0, jwt("23", "", "", Instant.now()))) {
      socket.say("{\"type\":\"subscribe\",\"topic\":\"room.1\"}");
      assertThat(hear(socket)).contains("subscribed");
      Config less = withRules(CONFIG.replace("topics: \"room.1\"", "topics: \"room.2\""));

      NODES.get(0).reread(less);

      assertThat(hear(socket)).contains("ACCESS_DENIED", "room.1");
      NODES.get(0).reread(withRules(CONFIG));
      Awaitility.await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                socket.say("{\"type\":\"subscribe\",\"topic\":\"room.1\"}");
                assertThat(hear(socket)).contains("subscribed");
              });
    }
  }
}
