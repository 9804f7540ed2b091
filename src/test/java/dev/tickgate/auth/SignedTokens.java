package dev.tickgate.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.tickgate.auth.AuthFailure.Reason;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tokens as an issuer signs them, and as nobody should; the issuer signs RS256. */
public final class SignedTokens {
  public static final String SECRET = "a secret of at least thirty-two bytes";
  static final String ISSUER = "https://issuer.example";
  static final String AUDIENCE = "tickgate";

  final RSAKey rsa;
  final RSAKey otherRsa;
  final ECKey ec;
  private final Instant now;

  /** A token that is wrong, and why it is. */
  public record Forgery(String token, Reason reason) {}

  public SignedTokens(Instant now) {
    this.now = now;
    try {
      rsa = new RSAKeyGenerator(2048).keyID("k1").generate();
      otherRsa = new RSAKeyGenerator(2048).keyID("k1").generate();
      ec = new ECKeyGenerator(Curve.P_256).keyID("e1").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Accepts tokens that this issuer signed, and no others; without a database. */
  public Authenticator authenticator() {
    JwtSettings settings =
        new JwtSettings(
            Algorithm.RS256,
            Optional.of(Algorithm.RS256.publicKey(pem())),
            Optional.empty(),
            Optional.of(ISSUER),
            Optional.of(AUDIENCE),
            KeySet.Pace.DEFAULT);
    JwtVerifier verifier =
        new JwtVerifier(
            settings, Duration.ofSeconds(5), settings.key().orElseThrow(), InstantSource.system());
    return token ->
        token.text().length() > TokenAuthenticator.MAX_LENGTH
            ? Future.failedFuture(new AuthFailure(Reason.TOO_LONG))
            : verifier.verify(token.text());
  }

  public String pem() {
    try {
      return pem(rsa.toPublicKey().getEncoded());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static String pem(byte[] key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
        + "\n-----END PUBLIC KEY-----\n";
  }

  /** As it should be. */
  public JsonObject claims() {
    return new JsonObject()
        .put("sub", "7")
        .put("iss", ISSUER)
        .put("aud", new JsonArray().add("other").add(AUDIENCE))
        .put("iat", now.getEpochSecond())
        .put("nbf", now.getEpochSecond())
        .put("exp", now.getEpochSecond() + 600)
        .put("jti", "t1")
        .put("sid", "s1")
        .put("role", new JsonArray().add("staff").add("admin"));
  }

  public String good() {
    return signed(claims());
  }

  public String signed(JsonObject claims) {
    return signed(header("RS256"), claims.encode(), rsa);
  }

  static JsonObject header(String algorithm) {
    return new JsonObject().put("alg", algorithm).put("kid", "k1");
  }

  static String signed(JsonObject header, String payload, RSAKey key) {
    try {
      return signed(header.encode(), payload, "RS256", new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of parts that need not fit together. */
  static String signed(String header, String payload, String algorithm, JWSSigner signer) {
    String input = base64(header) + "." + base64(payload);
    try {
      Base64URL signature =
          signer.sign(
              new JWSHeader(JWSAlgorithm.parse(algorithm)),
              input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + signature;
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signed by the secret. */
  public static String hs256(JsonObject claims) {
    return hs256(header("HS256"), claims.encode(), SECRET.getBytes(StandardCharsets.UTF_8));
  }

  public static String hs256(JsonObject header, String payload, byte[] secret) {
    try {
      return signed(header.encode(), payload, "HS256", new MACSigner(secret));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(String text) {
    return Base64URL.encode(text).toString();
  }

  /** Every way we know of, by name. */
  public Map<String, Forgery> forgeries() {
    Map<String, Forgery> all = new LinkedHashMap<>();
    String good = good();
    String payload = claims().encode();
    byte[] pem = pem().getBytes(StandardCharsets.UTF_8);
    int signature = good.lastIndexOf('.') + 1;
    all.put("empty signature", of(good.substring(0, signature), Reason.MALFORMED));
    all.put("no signature", of(good.substring(0, signature - 1), Reason.MALFORMED));
    all.put("cut signature", of(good.substring(0, good.length() - 8), Reason.WRONG_SIGNATURE));
    all.put("a part more", of(good + ".x", Reason.MALFORMED));
    all.put("not base64", of("!!!." + good.substring(good.indexOf('.') + 1), Reason.MALFORMED));
    all.put(
        "alg none",
        of(base64("{\"alg\":\"none\"}") + "." + base64(payload) + ".", Reason.MALFORMED));
    all.put("alg none, signed", of(signed(header("none"), payload, rsa), Reason.MALFORMED));
    all.put(
        "HS256 by the public key",
        of(hs256(header("HS256"), payload, pem), Reason.WRONG_ALGORITHM));
    all.put(
        "HS256 that says RS256", of(hs256(header("RS256"), payload, pem), Reason.WRONG_SIGNATURE));
    all.put(
        "RS512 in the header", of(signed(header("RS512"), payload, rsa), Reason.WRONG_ALGORITHM));
    all.put(
        "PS256 in the header", of(signed(header("PS256"), payload, rsa), Reason.WRONG_ALGORITHM));
    all.put("ES256", of(es256(payload), Reason.WRONG_ALGORITHM));
    all.put(
        "another's key", of(signed(header("RS256"), payload, otherRsa), Reason.WRONG_SIGNATURE));
    all.put("a key of its own", of(withItsOwnKey(payload), Reason.WRONG_SIGNATURE));
    all.put("another payload", of(withAnotherPayload(good), Reason.WRONG_SIGNATURE));
    JsonObject crit = header("RS256").put("crit", new JsonArray().add("exp")).put("exp", 1);
    all.put("crit", of(signed(crit, payload, rsa), Reason.MALFORMED));
    JsonObject b64 = header("RS256").put("b64", true);
    all.put("b64", of(signed(b64, payload, rsa), Reason.MALFORMED));
    claim(all, "expired", "exp", now.getEpochSecond() - 6, Reason.EXPIRED);
    claim(all, "no exp", "exp", null, Reason.INCOMPLETE);
    claim(all, "exp is a text", "exp", "never", Reason.MALFORMED);
    claim(all, "issued in the future", "iat", now.getEpochSecond() + 60, Reason.NOT_YET_VALID);
    claim(all, "a name with a NUL", "jti", "a\0", Reason.MALFORMED);
    claim(all, "not yet valid", "nbf", now.getEpochSecond() + 60, Reason.NOT_YET_VALID);
    claim(all, "another issuer", "iss", "https://else.example", Reason.WRONG_ISSUER);
    claim(all, "no issuer", "iss", null, Reason.WRONG_ISSUER);
    claim(all, "another audience", "aud", "else", Reason.WRONG_AUDIENCE);
    claim(all, "no audience", "aud", null, Reason.WRONG_AUDIENCE);
    claim(all, "no subject", "sub", null, Reason.INCOMPLETE);
    claim(all, "empty subject", "sub", "", Reason.INCOMPLETE);
    claim(all, "subject is a number", "sub", 7, Reason.MALFORMED);
    claim(all, "subject of an API key", "sub", "apikey:orders", Reason.RESERVED_SUBJECT);
    claim(all, "too long", "x", "x".repeat(9000), Reason.TOO_LONG);
    String twice = payload.substring(0, payload.length() - 1) + ",\"sub\":\"1\"}";
    all.put("two subjects", of(signed(header("RS256"), twice, rsa), Reason.MALFORMED));
    for (String time : List.of("exp", "nbf", "iat")) {
      for (String value : List.of("1e999", "-1e999", "9000000000000000")) {
        String never =
            payload.replaceAll("\"%s\":\\d+".formatted(time), "\"" + time + "\":" + value);
        all.put(time + " is " + value, of(signed(header("RS256"), never, rsa), Reason.MALFORMED));
      }
    }
    String deep =
        payload.substring(0, payload.length() - 1)
            + ",\"x\":%s%s}".formatted("[".repeat(32), "]".repeat(32));
    all.put("too deep", of(signed(header("RS256"), deep, rsa), Reason.MALFORMED));
    all.put("a list", of(signed(header("RS256"), "[]", rsa), Reason.MALFORMED));
    return all;
  }

  private static Forgery of(String token, Reason reason) {
    return new Forgery(token, reason);
  }

  private void claim(
      Map<String, Forgery> all, String name, String claim, Object value, Reason reason) {
    JsonObject claims = claims();
    if (value == null) {
      claims.remove(claim);
    } else {
      claims.put(claim, value);
    }
    all.put(name, of(signed(claims), reason));
  }

  private String es256(String payload) {
    try {
      return signed(header("ES256").encode(), payload, "ES256", new ECDSASigner(ec));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private String withItsOwnKey(String payload) {
    JsonObject header =
        header("RS256")
            .put("jwk", new JsonObject(otherRsa.toPublicJWK().toJSONString()))
            .put("jku", "http://127.0.0.1:1/keys")
            .put("x5u", "http://127.0.0.1:1/chain");
    return signed(header, payload, otherRsa);
  }

  private String withAnotherPayload(String good) {
    String[] parts = good.split("\\.");
    return parts[0] + "." + base64(claims().put("sub", "1").encode()) + "." + parts[2];
  }
}
