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

/** The API keys of programs; the configuration has only their hashes. */
public final class ApiKeys {
  private static final String SUBJECT = "apikey:";
  private static final int BYTES = 32;

  private final Map<String, Principal> byHash = new HashMap<>();

  ApiKeys(Map<String, ApiKey> keys) {
    keys.forEach((hash, key) -> byHash.put(hash, principal(hash, key)));
  }

  // The principal has no claim "sub": a key with the name of a user is not that user.
  private static Principal principal(String hash, ApiKey key) {
    return new Principal(
        SUBJECT + key.name(),
        key.claims(),
        new Credential(hash, "", Optional.empty(), Optional.empty()));
  }

  /**
   * Whether a subject has the form of the subject of a key. A user must not have such a subject: it
   * would share the idempotency keys of the key, and be revoked with it.
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

  /** Creates a new key. */
  public static Token create(SecureRandom random) {
    return new Token("tgk_" + text(random));
  }

  /** Returns 256 random bits as text for a URL. */
  static String text(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
