package dev.tickgate.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObject;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tickgate.access.Principal;
import dev.tickgate.access.Principal.Credential;
import dev.tickgate.auth.AuthFailure.Reason;
import dev.tickgate.protocol.ClientJson;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Verifies signed tokens (JWT). Of the information about keys in the header of a token, it uses the
 * key id only.
 */
final class JwtVerifier {
  private static final List<String> TIMES = List.of("exp", "nbf", "iat");
  // Seconds. For larger values the milliseconds overflow, and the library returns a time in the
  // past.
  private static final double END_OF_TIME = 9e15;

  private final JwtSettings settings;
  private final Duration leeway;
  private final KeySource keys;
  private final InstantSource clock;

  JwtVerifier(JwtSettings settings, Duration leeway, KeySource keys, InstantSource clock) {
    this.settings = settings;
    this.leeway = leeway;
    this.keys = keys;
    this.clock = clock;
  }

  /** Whether the text has the form of a signed token: three parts. */
  static boolean isOne(String text) {
    return text.chars().filter(c -> c == '.').count() == 2;
  }

  Future<Principal> verify(String text) {
    try {
      SignedJWT token = parse(text);
      JWSHeader header = token.getHeader();
      if (!header.getAlgorithm().equals(settings.algorithm().jws())) {
        throw new AuthFailure(Reason.WRONG_ALGORITHM);
      }
      return keys.verifiers(Optional.ofNullable(header.getKeyID()))
          .compose(candidates -> verify(token, candidates));
    } catch (AuthFailure refused) {
      return Future.failedFuture(refused);
    }
  }

  private static SignedJWT parse(String text) throws AuthFailure {
    try {
      Base64URL[] parts = JOSEObject.split(text);
      // The library is less strict: it gets only texts that ClientJson accepts.
      JsonObject header = ClientJson.object(parts[0].decodeToString()).orElseThrow();
      JsonObject claims = ClientJson.object(parts[1].decodeToString()).orElseThrow();
      boolean extended = header.containsKey("crit") || header.containsKey("b64");
      // A NUL character: no database stores it, and no name has it.
      boolean cut = parts[1].decodeToString().contains("\\u0000");
      // The library would accept a number as a text.
      boolean named = !claims.containsKey("sub") || claims.getValue("sub") instanceof String;
      boolean timed = TIMES.stream().allMatch(name -> isTime(claims.getValue(name)));
      if (extended || cut || !named || !timed) {
        throw new AuthFailure(Reason.MALFORMED);
      }
      return SignedJWT.parse(text);
    } catch (ParseException | NoSuchElementException | IllegalArgumentException e) {
      throw new AuthFailure(Reason.MALFORMED);
    }
  }

  private static boolean isTime(Object value) {
    return value == null
        || value instanceof Number seconds && Math.abs(seconds.doubleValue()) < END_OF_TIME;
  }

  private Future<Principal> verify(SignedJWT token, List<JWSVerifier> candidates) {
    try {
      if (candidates.isEmpty()) {
        throw new AuthFailure(Reason.UNKNOWN_KEY);
      }
      for (JWSVerifier verifier : candidates) {
        if (token.verify(verifier)) {
          return Future.succeededFuture(principal(token.getJWTClaimsSet()));
        }
      }
      throw new AuthFailure(Reason.WRONG_SIGNATURE);
    } catch (JOSEException e) {
      return Future.failedFuture(new AuthFailure(Reason.WRONG_SIGNATURE));
    } catch (ParseException e) {
      return Future.failedFuture(new AuthFailure(Reason.MALFORMED));
    } catch (AuthFailure refused) {
      return Future.failedFuture(refused);
    }
  }

  private Principal principal(JWTClaimsSet claims) throws AuthFailure, ParseException {
    if (claims.getExpirationTime() == null
        || claims.getSubject() == null
        || claims.getSubject().isEmpty()) {
      throw new AuthFailure(Reason.INCOMPLETE);
    }
    if (ApiKeys.isSubject(claims.getSubject())) {
      throw new AuthFailure(Reason.RESERVED_SUBJECT);
    }
    Instant now = clock.instant();
    Instant end = claims.getExpirationTime().toInstant().plus(leeway);
    if (!now.isBefore(end)) {
      throw new AuthFailure(Reason.EXPIRED);
    }
    // A token that was issued in the future would be newer than any revocation.
    if (isAhead(claims.getNotBeforeTime(), now) || isAhead(claims.getIssueTime(), now)) {
      throw new AuthFailure(Reason.NOT_YET_VALID);
    }
    if (!settings.issuer().map(known -> known.equals(claims.getIssuer())).orElse(true)) {
      throw new AuthFailure(Reason.WRONG_ISSUER);
    }
    if (!settings.audience().map(claims.getAudience()::contains).orElse(true)) {
      throw new AuthFailure(Reason.WRONG_AUDIENCE);
    }
    return new Principal(claims.getSubject(), strings(claims), credential(claims, end));
  }

  private boolean isAhead(Date time, Instant now) {
    return time != null && time.toInstant().minus(leeway).isAfter(now);
  }

  private static Credential credential(JWTClaimsSet claims, Instant end) throws ParseException {
    return new Credential(
        Optional.ofNullable(claims.getJWTID()).orElse(""),
        Optional.ofNullable(claims.getStringClaim("sid")).orElse(""),
        Optional.ofNullable(claims.getIssueTime()).map(Date::toInstant),
        Optional.of(end));
  }

  private static Map<String, List<String>> strings(JWTClaimsSet claims) {
    Map<String, List<String>> strings = new HashMap<>();
    claims
        .getClaims()
        .forEach(
            (name, value) -> {
              if (name.equals("scope") && value instanceof String scopes) {
                strings.put(name, List.of(scopes.trim().split(" +")));
              } else if (value instanceof String text) {
                strings.put(name, List.of(text));
              } else if (value instanceof List<?> list) {
                strings.put(
                    name,
                    list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList());
              }
            });
    return strings;
  }
}
