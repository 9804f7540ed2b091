package dev.tickgate.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that somebody publishes and changes: a JWKS file, or one at a URL. Read again every few
 * minutes, and at once for a token of a key that is not there, but not more often than its pace
 * allows, whoever asks. What was read last is good until something else was read.
 */
public final class KeySet implements KeySource {
  private static final Logger LOG = LoggerFactory.getLogger(KeySet.class);
  private static final int CONNECT_MS = 2_000;
  private static final int READ_MS = 3_000;
  private static final int MAX_BYTES = 256 << 10;
  private static final int MAX_KEYS = 16;

  private final Vertx vertx;
  private final URI at;
  private final Algorithm algorithm;
  private final Pace pace;
  private final LongSupplier nanos;
  // Written by who read them last, used by every loop.
  private volatile List<Key> keys = List.of();
  // Of the reading that is under way, or was last; under the lock of this.
  private CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);
  private long asked;
  private boolean ever;

  /** A key as it was published; the name is empty where it has none. */
  private record Key(String kid, JWSVerifier verifier) {}

  /**
   * @param regular how old what was read may become
   * @param hurried how soon it may be read again where a key is missing, or nothing could be read
   */
  public record Pace(Duration regular, Duration hurried) {
    public static final Pace DEFAULT = new Pace(Duration.ofMinutes(5), Duration.ofSeconds(10));
  }

  /**
   * @param at a {@code file:}, or {@code https:}
   * @param nanos a clock like {@code System::nanoTime}
   */
  public KeySet(Vertx vertx, URI at, Algorithm algorithm, Pace pace, LongSupplier nanos) {
    this.vertx = vertx;
    this.at = at;
    this.algorithm = algorithm;
    this.pace = pace;
    this.nanos = nanos;
  }

  @Override
  public boolean isLoaded() {
    return !keys.isEmpty();
  }

  @Override
  public Future<List<JWSVerifier>> verifiers(Optional<String> kid) {
    List<JWSVerifier> known = find(kid);
    if (!known.isEmpty()) {
      return Future.succeededFuture(known);
    }
    Context context = vertx.getOrCreateContext();
    return Future.fromCompletionStage(read(pace.hurried()), context)
        .compose(
            read ->
                isLoaded()
                    ? Future.succeededFuture(find(kid))
                    : Future.failedFuture(new AuthFailure(AuthFailure.Reason.UNAVAILABLE)));
  }

  private List<JWSVerifier> find(Optional<String> kid) {
    return keys.stream()
        .filter(key -> kid.isEmpty() || key.kid().equals(kid.get()))
        .map(Key::verifier)
        .toList();
  }

  /** To be called every second or so. */
  void tick() {
    read(isLoaded() ? pace.regular() : pace.hurried());
  }

  /**
   * Reads them, unless they were asked for a shorter time ago.
   *
   * @return done when the reading that is under way is over, well or not
   */
  private synchronized CompletionStage<Void> read(Duration interval) {
    boolean early = ever && nanos.getAsLong() - asked < interval.toNanos();
    if (reading.isDone() && !early) {
      ever = true;
      asked = nanos.getAsLong();
      CompletableFuture<Void> now = new CompletableFuture<>();
      reading = now;
      vertx
          .executeBlocking(this::load, false)
          .onSuccess(loaded -> keys = loaded)
          .onFailure(this::unread)
          .onComplete(done -> now.complete(null));
    }
    return reading;
  }

  private void unread(Throwable failure) {
    LOG.atWarn()
        .addKeyValue("keys", at)
        .addKeyValue("reason", failure)
        .addKeyValue("known", keys.size())
        .log("auth.key_set_failed");
  }

  private List<Key> load() throws IOException, ParseException {
    String text =
        at.getScheme().equals("file")
            ? Files.readString(Path.of(at), StandardCharsets.UTF_8)
            : new DefaultResourceRetriever(CONNECT_MS, READ_MS, MAX_BYTES)
                .retrieveResource(at.toURL())
                .getContent();
    List<Key> found = new ArrayList<>();
    for (JWK jwk : JWKSet.parse(text).getKeys()) {
      if (found.size() < MAX_KEYS && isForUs(jwk)) {
        verifier(jwk).ifPresent(v -> found.add(new Key(String.valueOf(jwk.getKeyID()), v)));
      }
    }
    if (found.isEmpty()) {
      throw new IOException("no key for " + algorithm);
    }
    return List.copyOf(found);
  }

  private boolean isForUs(JWK jwk) {
    return (jwk.getKeyUse() == null || jwk.getKeyUse() == KeyUse.SIGNATURE)
        && (jwk.getAlgorithm() == null || jwk.getAlgorithm().equals(algorithm.jws()));
  }

  private Optional<JWSVerifier> verifier(JWK jwk) {
    try {
      return jwk instanceof AsymmetricJWK pair
          ? Optional.of(algorithm.verifier(pair.toPublicKey()))
          : Optional.empty();
    } catch (JOSEException e) {
      return Optional.empty();
    }
  }
}
