package dev.tickgate.auth;

import com.nimbusds.jose.JWSVerifier;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** The keys that verify tokens. Any event loop may ask. */
public interface KeySource {
  /**
   * @param kid how the token names its key; empty where it does not
   * @return the keys that it may mean, often one; none where there is no such key
   */
  Future<List<JWSVerifier>> verifiers(Optional<String> kid);

  /** Whether there is anything to verify with. */
  default boolean isLoaded() {
    return true;
  }

  /** One key for ever, whatever a token calls it. */
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
