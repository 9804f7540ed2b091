package dev.tickgate.auth;

import dev.tickgate.access.Principal;
import dev.tickgate.access.Principal.Credential;
import dev.tickgate.auth.AuthSettings.ApiKey;
import dev.tickgate.protocol.Token;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keys of programs, of which the configuration knows the hashes only. */
public final class ApiKeys {
  private static final String SUBJECT = "apikey:";
  private static final int BYTES = 32;

  private final Map<String, Principal> byHash = new HashMap<>();

  ApiKeys(Map<String, ApiKey> keys) {
    keys.forEach((hash, key) -> byHash.put(hash, principal(hash, key)));
  }

  // Without a claim "sub" of its own: a key named like a user is not that user.
  private static Principal principal(String hash, ApiKey key) {
    return new Principal(
        SUBJECT + key.name(),
        key.claims(),
        new Credential(hash, "", Optional.empty(), Optional.empty()));
  }

  /**
   * Whether a subject has the form of a key's. No user may have such a one: it would share the
   * key's idempotency keys, and be revoked with it.
   */
  static boolean isSubject(String subject) {
    return subject.startsWith(SUBJECT);
  }

  Optional<Principal> find(Token token) {
    return byHash.isEmpty() ? Optional.empty() : Optional.ofNullable(byHash.get(token.hash()));
  }

  /** Whether an operator may give this name to a key. */
  public static boolean isName(String text) {
    return text.matches("[A-Za-z0-9_-]{1,64}");
  }

  /** A key that nobody has yet. */
  public static Token create(SecureRandom random) {
    return new Token("tgk_" + text(random));
  }

  /** 256 bits that nobody guesses, for an URL. */
  static String text(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
