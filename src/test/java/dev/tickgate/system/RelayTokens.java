package dev.tickgate.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tickgate.auth.SignedTokens;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Base64;

/** Tokens of clients of the relay, good ones and others. */
final class RelayTokens {
  private RelayTokens() {}

  static String trader() {
    return of("trader");
  }

  static String of(String role) {
    return SignedTokens.hs256(claims(role, 600));
  }

  /** A token that is valid for so many seconds. */
  static String of(int seconds) {
    return SignedTokens.hs256(claims("trader", seconds));
  }

  private static JsonObject claims(String role, int seconds) {
    long now = Instant.now().getEpochSecond();
    return new JsonObject().put("sub", "tanaka").put("role", role).put("exp", now + seconds);
  }

  /** The parameter of a URL with a token that proves nothing. */
  static String worthless(String which) {
    JsonObject header = new JsonObject().put("alg", "HS256");
    String good = trader();
    return switch (which) {
      case "missing" -> "";
      case "forged" ->
          "&token="
              + good.split("\\.")[0]
              + "."
              + base64(claims("admin", 900).encode())
              + "."
              + good.split("\\.")[2];
      case "unsigned" ->
          "&token="
              + base64("{\"alg\":\"none\"}")
              + "."
              + base64(claims("trader", 600).encode())
              + ".";
      case "wrong key" ->
          "&token="
              + SignedTokens.hs256(
                  header, claims("trader", 600).encode(), "x".repeat(32).getBytes(UTF_8));
      case "expired" -> "&token=" + SignedTokens.hs256(claims("trader", -60));
      default -> throw new IllegalArgumentException(which);
    };
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }
}
