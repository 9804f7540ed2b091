package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.access.AccessPolicy.Rule;
import dev.tickgate.access.Grantee;
import dev.tickgate.access.TopicPattern;
import dev.tickgate.auth.AuthServices;
import dev.tickgate.auth.SignedTokens;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.RawWebSocket;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A topic that only some may read, on every way by which a token can come. */
class WaysInTest {
  private static final SignedTokens TOKENS = new SignedTokens(Instant.now());
  private static final Map<String, SignedTokens.Forgery> FORGERIES = TOKENS.forgeries();
  private static final List<String> TRIED =
      List.of(
          "alg none",
          "HS256 by the public key",
          "cut signature",
          "another's key",
          "a key of its own",
          "expired",
          "not yet valid",
          "another issuer",
          "another audience",
          "two subjects");
  private static final String STREAM = "/ws/ticker_usd_jpy";
  private static final String SUBSCRIBE = "{\"type\":\"subscribe\",\"topic\":\"ticks.USD_JPY\"}";
  private static final String REGISTER =
      "{\"type\":\"register\",\"address\":\"ticks.USD_JPY\",\"headers\":{}}";

  @Fixture private static GatewayFixture gateway;

  @BeforeAll
  static void start() {
    Rule rule =
        new Rule(
            new TopicPattern("ticks.*"),
            Grantee.parse("role=admin").orElseThrow(),
            new Grantee.Nobody());
    gateway =
        new GatewayFixture(
            GatewayFixture.LIMITS,
            AccessPolicy.of(rule),
            harness -> new AuthServices(TOKENS.authenticator(), Optional.empty()));
    GatewayFixture.await(gateway.leader.serve());
    gateway.leader.publish();
    await().until(() -> gateway.replicas.incomplete().isEmpty());
  }

  /** A WebSocket with the token in its URL, in its head, or in its first message. */
  private static RawWebSocket socket(String way, String token) {
    int port = gateway.port();
    RawWebSocket socket =
        switch (way) {
          case "stream, url" -> new RawWebSocket(port, STREAM + "?token=" + token);
          case "stream, header" -> new RawWebSocket(port, STREAM, bearer(token));
          case "commands, url" -> new RawWebSocket(port, "/ws?token=" + token);
          case "commands, header" -> new RawWebSocket(port, "/ws", bearer(token));
          case "commands, message" -> new RawWebSocket(port, "/ws");
          case "bridge, url" -> new RawWebSocket(port, "/eventbus/websocket?token=" + token);
          case "bridge, header" -> new RawWebSocket(port, "/eventbus/websocket", bearer(token));
          case "sockjs, url" -> new RawWebSocket(port, "/eventbus/0/a/websocket?token=" + token);
          default -> new RawWebSocket(port, "/eventbus/websocket");
        };
    first(way, token).forEach(socket::say);
    return socket;
  }

  private static List<String> first(String way, String token) {
    return switch (way) {
      case "stream, url", "stream, header" -> List.of();
      case "commands, url", "commands, header" -> List.of(SUBSCRIBE);
      case "commands, message" ->
          List.of("{\"type\":\"auth\",\"token\":\"" + token + "\"}", SUBSCRIBE);
      case "bridge, url", "bridge, header" -> List.of(REGISTER);
      case "sockjs, url" -> List.of("[\"" + REGISTER.replace("\"", "\\\"") + "\"]");
      case "bridge, register" ->
          List.of(REGISTER.replace("{}", "{\"Authorization\":\"Bearer " + token + "\"}"));
      case "bridge, token" -> List.of(REGISTER.replace("{}", "{\"token\":\"" + token + "\"}"));
      default -> List.of("{\"type\":\"auth\",\"headers\":{\"token\":\"" + token + "\"}}", REGISTER);
    };
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stream, url",
        "stream, header",
        "commands, url",
        "commands, header",
        "commands, message",
        "bridge, url",
        "bridge, header",
        "bridge, register",
        "bridge, token",
        "bridge, message",
        "sockjs, url"
      })
  void aSocketTakesAGoodTokenAndNoForgedOne(String way) {
    try (RawWebSocket socket = socket(way, TOKENS.good())) {
      socket.hearUntil("mid");
    }
    for (String forgery : TRIED) {
      try (RawWebSocket socket = socket(way, FORGERIES.get(forgery).token())) {
        List<String> heard = socket.hearUntil("close:");
        String code = forgery.equals("expired") ? "token_expired" : "unauthorized";
        assertThat(heard.get(heard.size() - 1)).as(forgery).isEqualTo("close:4401");
        assertThat(String.join("", heard)).as(forgery).containsIgnoringCase(code);
        assertThat(heard).as(forgery).noneMatch(text -> text.contains("mid"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/api/ticks/USD_JPY, url",
    "/api/ticks/USD_JPY, header",
    "/sse?topic=ticks.USD_JPY, url",
    "/sse?topic=ticks.USD_JPY, header",
  })
  void aRequestTakesAGoodTokenAndNoForgedOne(String path, String way) {
    Http http = new Http(gateway.port());
    try (Http.Stream good = ask(http, path, way, TOKENS.good())) {
      assertThat(good.response().statusCode()).isEqualTo(200);
    }
    for (String forgery : TRIED) {
      try (Http.Stream answer = ask(http, path, way, FORGERIES.get(forgery).token())) {
        String code = forgery.equals("expired") ? "TOKEN_EXPIRED" : "UNAUTHORIZED";
        assertThat(answer.response().statusCode()).as(forgery).isEqualTo(401);
        assertThat(answer.read(200)).as(forgery).contains("\"code\":\"" + code + "\"");
      }
    }
  }

  private static Http.Stream ask(Http http, String path, String way, String token) {
    return way.equals("url")
        ? http.stream("GET", path + (path.contains("?") ? "&" : "?") + "token=" + token)
        : http.stream("GET", path, "Authorization", "Bearer " + token);
  }

  @Test
  void aFallbackOfSockJsTakesAGoodTokenAndNoForgedOne() {
    assertThat(overXhr("good", TOKENS.good())).contains("mid");
    for (String forgery : TRIED) {
      String heard = overXhr(forgery.replaceAll("\\W", ""), FORGERIES.get(forgery).token());
      String code = forgery.equals("expired") ? "token_expired" : "unauthorized";
      // Which code there was vertx-web does not tell on its transports.
      assertThat(heard).as(forgery).contains(code, "c[3000").doesNotContain("mid");
    }
  }

  /** The answer up to the first tick, or to its end. */
  private static String overXhr(String session, String token) {
    Http http = new Http(gateway.port());
    String path = "/eventbus/0/" + session;
    StringBuilder heard = new StringBuilder(http.post(path + "/xhr?token=" + token, "").body());
    http.post(path + "/xhr_send", "[\"" + REGISTER.replace("\"", "\\\"") + "\"]");
    while (!heard.toString().matches("(?s).*(mid|c\\[).*")) {
      heard.append(http.post(path + "/xhr", "").body());
    }
    return heard.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"staff", "admin "})
  void aGoodTokenWithoutTheRightHearsNothing(String role) {
    String token = TOKENS.signed(TOKENS.claims().put("role", role));
    Http http = new Http(gateway.port());

    HttpResponse<String> ticks = http.get("/api/ticks/USD_JPY?token=" + token);
    HttpResponse<String> sse = http.get("/sse?topic=ticks.USD_JPY&token=" + token);
    try (RawWebSocket stream = socket("stream, url", token);
        RawWebSocket commands = socket("commands, url", token);
        RawWebSocket bridge = socket("bridge, register", token)) {
      assertThat(stream.hearUntil("close:")).hasSize(2).last().isEqualTo("close:1008");
      assertThat(commands.hear()).contains("ACCESS_DENIED");
      assertThat(bridge.hear()).contains("access_denied");
    }
    assertThat(ticks.statusCode()).isEqualTo(403);
    assertThat(sse.statusCode()).isEqualTo(403);
  }

  @Test
  void whichOfTwoTokensIsMeantIsNotGuessed() {
    String good = TOKENS.good();
    String other = TOKENS.signed(TOKENS.claims().put("jti", "t2"));
    Http http = new Http(gateway.port());

    assertThat(http.get("/api/ticks/USD_JPY?token=" + good + "&token=" + other).statusCode())
        .isEqualTo(401);
    assertThat(
            http.get("/api/ticks/USD_JPY?token=" + good, "Authorization", "Bearer " + other)
                .statusCode())
        .isEqualTo(401);
    assertThat(
            http.get("/api/ticks/USD_JPY?token=" + good, "Authorization", "Bearer " + good)
                .statusCode())
        .isEqualTo(200);
    assertThat(
            http.get("/api/ticks/USD_JPY?token=" + good, "Authorization", "Basic YTpi")
                .statusCode())
        .isEqualTo(200);
  }
}
