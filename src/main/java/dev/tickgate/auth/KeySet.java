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
import java.io.InputStream;
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
 * The keys that an issuer publishes and changes: a JWKS in a file or at a URL. They are read again
 * every few minutes, and at once for a token with an unknown key, but not more often than the pace
 * allows. The keys of the last successful read stay valid.
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
  // Written by the context of the last read, used by every loop.
  private volatile List<Key> keys = List.of();
  // The current or the last read; guarded by this, as are the fields below.
  private CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);
  private long asked;
  private boolean ever;

  private record Key(Optional<String> kid, JWSVerifier verifier) {}

  /**
   * @param regular the age at which the keys are read again
   * @param hurried the shortest time between two reads if a key is unknown, or none could be read
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
        .filter(key -> kid.isEmpty() || key.kid().equals(kid))
        .map(Key::verifier)
        .toList();
  }

  /** Reads the keys when they are due; to be called about every second. */
  void tick() {
    read(isLoaded() ? pace.regular() : pace.hurried());
  }

  /**
   * Reads the keys, unless the last read began less than the interval ago.
   *
   * @return completes when the current read has ended, with or without success
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
            ? read(Path.of(at))
            : new DefaultResourceRetriever(CONNECT_MS, READ_MS, MAX_BYTES)
                .retrieveResource(at.toURL())
                .getContent();
    List<Key> found = new ArrayList<>();
    for (JWK jwk : JWKSet.parse(text).getKeys()) {
      if (found.size() < MAX_KEYS && isForUs(jwk)) {
        Optional<String> kid = Optional.ofNullable(jwk.getKeyID());
        verifier(jwk).ifPresent(verifier -> found.add(new Key(kid, verifier)));
      }
    }
    if (found.isEmpty()) {
      throw new IOException("no key for " + algorithm);
    }
    return List.copyOf(found);
  }

  private static String read(Path file) throws IOException {
    try (InputStream input = Files.newInputStream(file)) {
      byte[] bytes = input.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("the file has more than " + MAX_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
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
