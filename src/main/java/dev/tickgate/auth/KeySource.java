package dev.tickgate.auth;

import com.nimbusds.jose.JWSVerifier;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** The keys that verify tokens. Any event loop may ask. */
public interface KeySource {
  /**
   * @param kid the key id of the token; empty if it has none
   * @return the keys that the token may be signed with, usually one; none if the key is unknown
   */
  Future<List<JWSVerifier>> verifiers(Optional<String> kid);

  /** Whether there are keys. */
  default boolean isLoaded() {
    return true;
  }

  /** One fixed key, whatever key id a token has. */
  final class Fixed implements KeySource {
    private final Future<List<JWSVerifier>> verifiers;

    Fixed(JWSVerifier verifier) {
      verifiers = Future.succeededFuture(List.of(verifier));
    }

    @Override
    public Future<List<JWSVerifier>> verifiers(Optional<String> kid) {
      return verifiers;
    }
  }
}
