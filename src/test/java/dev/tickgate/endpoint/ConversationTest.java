package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.access.AccessPolicy.Rule;
import dev.tickgate.access.Grantee;
import dev.tickgate.access.Principal;
import dev.tickgate.access.Principal.Credential;
import dev.tickgate.access.TopicPattern;
import dev.tickgate.auth.AuthServices;
import dev.tickgate.http.Limits;
import dev.tickgate.protocol.Token;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.RawWebSocket;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tokens in the middle of what a client says; how long one is looked up the test decides. */
class ConversationTest {
  private static final Rule KNOWN =
      new Rule(new TopicPattern("ticks.*"), new Grantee.Authenticated(), new Grantee.Nobody());
  private static final String SUBSCRIBE = "{\"type\":\"subscribe\",\"topic\":\"ticks.USD_JPY\"}";
  private static final String PING = "{\"type\":\"ping\"}";

  private final Map<String, Principal> principals = new ConcurrentHashMap<>();
  private final Map<String, Promise<Principal>> slow = new ConcurrentHashMap<>();
  private final AtomicInteger looks = new AtomicInteger();
  @Fixture private GatewayFixture gateway;

  private void start(Limits limits, AccessPolicy access) {
    gateway =
        new GatewayFixture(
            limits, access, harness -> new AuthServices(this::look, Optional.empty()));
    GatewayFixture.await(gateway.leader.serve());
    gateway.leader.publish();
    await().until(() -> gateway.replicas.incomplete().isEmpty());
  }

  private void start() {
    start(GatewayFixture.LIMITS, AccessPolicy.of(KNOWN));
  }

  private Future<Principal> look(Token token) {
    looks.incrementAndGet();
    Principal principal = principals.get(token.text());
    if (principal != null) {
      return Future.succeededFuture(principal);
    }
    Promise<Principal> promise = Promise.promise();
    slow.put(token.text(), promise);
    return Future.fromCompletionStage(promise.future().toCompletionStage(), Vertx.currentContext());
  }

  private void known(String token, String subject) {
    principals.put(token, principal(subject, Optional.empty()));
  }

  private static Principal principal(String subject, Optional<Instant> end) {
    return new Principal(subject, Map.of(), new Credential("", "", Optional.empty(), end));
  }

  private static String auth(String token) {
    return "{\"type\":\"auth\",\"token\":\"" + token + "\"}";
  }

  /** In one packet: all of it is there before the first is answered. */
  private static void together(RawWebSocket socket, String... messages) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String message : messages) {
      bytes.writeBytes(RawWebSocket.frame(RawWebSocket.FINAL | RawWebSocket.TEXT, message));
    }
    socket.send(bytes.toByteArray());
  }

  private static List<String> types(List<String> heard) {
    return heard.stream()
        .map(text -> text.replaceAll("text:.*?\"type\":\"(\\w+)\".*", "$1"))
        .toList();
  }

  @Test
  void whatComesWhileATokenIsLookedUpWaitsAndIsDoneInOrder() {
    start();
    try (RawWebSocket socket = new RawWebSocket(gateway.port(), "/ws")) {
      together(socket, auth("slow"), SUBSCRIBE, PING);
      await().until(() -> slow.containsKey("slow"));
      socket.say(PING);
      slow.get("slow").complete(principal("7", Optional.empty()));

      List<String> heard = socket.hearUntil("pong");
      heard.addAll(socket.hearUntil("pong"));

      assertThat(types(heard))
          .containsExactly("authenticated", "subscribed", "ticker", "pong", "pong");
    }
  }

  @Test
  void whatWaitsForARefusedTokenIsNotDone() {
    start();
    try (RawWebSocket socket = new RawWebSocket(gateway.port(), "/ws?token=slow")) {
      together(socket, SUBSCRIBE, PING);
      await().until(() -> slow.containsKey("slow"));
      slow.get("slow").fail("no database");

      List<String> heard = socket.hearUntil("close:");

      assertThat(heard).hasSize(2);
      assertThat(heard.get(0)).contains("AUTH_UNAVAILABLE");
      assertThat(heard.get(1)).isEqualTo("close:1013");
    }
  }

  @Test
  void noMoreThanABurstWaits() {
    Limits limits =
        new Limits(
            0,
            0,
            0,
            0,
            0,
            0,
            64 << 20,
            64 << 10,
            0,
            5,
            Duration.ofSeconds(10),
            Duration.ofSeconds(60));
    start(limits, AccessPolicy.of(KNOWN));
    try (RawWebSocket socket = new RawWebSocket(gateway.port(), "/ws")) {
      together(socket, auth("slow"), PING, PING, PING, PING, PING, PING);

      assertThat(socket.hearUntil("close:")).containsExactly("close:4429");
    }
  }

  @Test
  void aTokenBehindATokenIsLookedUpAfterIt() {
    start();
    known("second", "7");
    try (RawWebSocket socket = new RawWebSocket(gateway.port(), "/ws")) {
      together(socket, auth("first"), PING, auth("second"), SUBSCRIBE);
      await().until(() -> slow.containsKey("first"));
      assertThat(looks).hasValue(1);
      slow.get("first").complete(principal("7", Optional.empty()));

      assertThat(types(socket.hearUntil("ticker")))
          .containsExactly("authenticated", "pong", "authenticated", "subscribed", "ticker");
    }
  }

  @Test
  void aRefreshKeepsTheConnectionAndTheSubscriptions() {
    start();
    principals.put("old", principal("7", Optional.of(Instant.now().plusSeconds(3000))));
    known("new", "7");
    try (RawWebSocket socket = new RawWebSocket(gateway.port(), "/ws?token=old")) {
      together(socket, SUBSCRIBE, auth("new"));
      assertThat(socket.hearUntil("authenticated").get(2)).doesNotContain("expires_at");
      gateway.leader.publish();

      assertThat(socket.hear()).contains("\"offset\":2");
    }
  }

  @Test
  void aRefreshForSomebodyElseEndsTheSession() {
    start();
    known("mine", "7");
    known("yours", "8");
    try (RawWebSocket socket = new RawWebSocket(gateway.port(), "/ws?token=mine")) {
      socket.say(auth("yours"));

      List<String> heard = socket.hearUntil("close:");
      assertThat(heard.get(0)).contains("UNAUTHORIZED");
      assertThat(heard.get(1)).isEqualTo("close:4401");
    }
  }

  @Test
  void aRefreshThatCannotBeLookedUpLeavesTheSessionAsItIs() {
    start();
    known("old", "7");
    try (RawWebSocket socket = new RawWebSocket(gateway.port(), "/ws?token=old")) {
      together(socket, auth("slow"), SUBSCRIBE);
      await().until(() -> slow.containsKey("slow"));
      slow.get("slow").fail("no database");

      assertThat(types(socket.hearUntil("ticker")))
          .containsExactly("error", "subscribed", "ticker");
    }
  }

  @Test
  void theSameTokenWithEachMessageIsLookedUpOnce() {
    start();
    known("mine", "7");
    String with = ",\"headers\":{\"Authorization\":\"Bearer mine\"}}";
    try (RawWebSocket socket = new RawWebSocket(gateway.port(), "/eventbus/websocket")) {
      String register = "{\"type\":\"register\",\"address\":\"ticks.USD_JPY\"" + with;
      String unregister = "{\"type\":\"unregister\",\"address\":\"ticks.USD_JPY\"" + with;
      together(socket, register, unregister, register);

      socket.hearUntil("snapshot");
      socket.hearUntil("snapshot");
      assertThat(looks).hasValue(1);
    }
  }

  @Test
  void whereATokenIsRequiredWhoShowsNoneIsClosed() {
    start(
        GatewayFixture.LIMITS,
        new AccessPolicy(
            List.of(AccessPolicy.open("ticks.*")), Optional.of(Duration.ofSeconds(2))));
    Http http = new Http(gateway.port());
    try (RawWebSocket commands = new RawWebSocket(gateway.port(), "/ws");
        RawWebSocket bridge = new RawWebSocket(gateway.port(), "/eventbus/websocket");
        RawWebSocket stream = new RawWebSocket(gateway.port(), "/ws/ticker_usd_jpy")) {
      for (RawWebSocket socket : List.of(stream, commands, bridge)) {
        assertThat(socket.hearUntil("close:")).last().isEqualTo("close:4401");
      }
    }
    assertThat(http.get("/sse?topic=ticks.USD_JPY").statusCode()).isEqualTo(401);
    assertThat(http.get("/api/ticks/USD_JPY").statusCode()).isEqualTo(401);
    assertThat(http.get("/").statusCode()).isEqualTo(200);
  }

  @Test
  @Timeout(180)
  void whoseTokenEndsWithinAMinuteIsWarned() {
    start();
    principals.put("short", principal("7", Optional.of(Instant.now().plusSeconds(50))));
    Http http = new Http(gateway.port());
    try (RawWebSocket socket = new RawWebSocket(gateway.port(), "/ws/ticker_usd_jpy?token=short");
        Http.Stream events = http.stream("GET", "/sse?topic=ticks.USD_JPY&token=short")) {
      assertThat(socket.hearUntil("auth_expiring")).last().asString().contains("\"expires_in\":");
      String warning = "\"type\":\"auth_expiring\",\"expires_in\":";
      assertThat(events.readUntil(warning)).endsWith(warning);
    }
  }

  @Test
  void aTokenThatHasEndedEndsEverySocketAndEventStream() {
    start();
    principals.put("short", principal("7", Optional.of(Instant.now())));
    Http http = new Http(gateway.port());
    try (RawWebSocket socket = new RawWebSocket(gateway.port(), "/ws/ticker_usd_jpy?token=short");
        Http.Stream events = http.stream("GET", "/sse?topic=ticks.USD_JPY&token=short")) {
      assertThat(types(socket.hearUntil("close:")))
          .containsExactly("ticker", "error", "close:4401");
      assertThat(events.read(100_000))
          .contains("TOKEN_EXPIRED")
          .endsWith("event: close\ndata: {\"code\":4401,\"reason\":\"unauthorized\"}\n\n");
    }
  }

  @Test
  void aRightThatIsWithdrawnEndsTheSubscriptionOnEverySocketAndEventStream() {
    start();
    known("mine", "7");
    Http http = new Http(gateway.port());
    try (RawWebSocket socket = new RawWebSocket(gateway.port(), "/ws?token=mine");
        Http.Stream events = http.stream("GET", "/sse?topic=ticks.USD_JPY&token=mine")) {
      socket.say(SUBSCRIBE);
      socket.hearUntil("ticker");

      gateway.hubs.post(hub -> hub.rights().change(AccessPolicy.of()));
      assertThat(socket.hear())
          .contains("\"code\":\"ACCESS_DENIED\"", "\"topic\":\"ticks.USD_JPY\"");
      gateway.leader.publish();
      together(socket, PING, SUBSCRIBE);

      assertThat(socket.hear()).contains("pong");
      assertThat(socket.hear()).contains("ACCESS_DENIED");
      gateway.hubs.post(hub -> hub.rights().revoke(principal -> true));
      String heard = events.read(100_000);
      assertThat(heard).contains("ACCESS_DENIED").doesNotContain("\"offset\":2");
      assertThat(socket.hearUntil("close:")).last().isEqualTo("close:4401");
    }
  }
}
