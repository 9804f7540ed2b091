package dev.tickgate.auth;

import dev.tickgate.access.Principal;
import dev.tickgate.access.Principal.Credential;
import dev.tickgate.auth.Revocation.Kind;
import dev.tickgate.auth.Revocation.Target;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The revocations in the database. Each node reads them every second, and at once after a
 * notification; a node that could not read them for some seconds accepts no new token. One loop
 * reads; any loop may ask for known revocations.
 */
public final class Revocations {
  private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);
  private static final Duration BLIND = Duration.ofSeconds(5);
  private static final long PATIENCE_MS = 4_000;
  private static final int LOOKS_BETWEEN_FULL_ONES = 300;
  private static final String REVOKE =
      """
      insert into tickgate.revocation (kind, value, until)
      values ($1, $2, clock_timestamp() + $3::bigint * interval '1 millisecond')
      on conflict (kind, value) do update set at = excluded.at, until = excluded.until
      """;
  private static final String ALL =
      "select kind, value, at from tickgate.revocation where until > clock_timestamp()";
  // The rows of a minute: a transaction that is slow to commit becomes visible late.
  private static final String RECENT = ALL + " and at > clock_timestamp() - interval '1 minute'";
  private static final String CLEAN =
      "delete from tickgate.revocation where until < clock_timestamp()";

  private final Pool pool;
  // The time for which a revocation is kept. A token is issued up to one leeway after the
  // revocation that concerns it, and accepted for one leeway after its end.
  private final Duration kept;
  private final Duration leeway;
  private final AuthMetrics metrics;
  private final LongSupplier nanos;
  // Written by the loop that reads the database, used by all loops.
  private volatile Map<Target, Revocation> known = new ConcurrentHashMap<>();
  private volatile long seen;
  private volatile boolean everSeen;
  private int looksUntilFull;
  // Written by the loop that reads the database.
  private volatile boolean looking;
  private boolean again;
  private boolean blind;

  /**
   * @param lifetime the longest lifetime of a token
   * @param leeway how far the clock of an issuer may be ahead of the database's
   * @param nanos a clock like {@code System::nanoTime}
   */
  Revocations(
      Pool pool, Duration lifetime, Duration leeway, AuthMetrics metrics, LongSupplier nanos) {
    this.pool = pool;
    this.kept = lifetime.plus(leeway.multipliedBy(2));
    this.leeway = leeway;
    this.metrics = metrics;
    this.nanos = nanos;
  }

  /** Whether the revocations are recent enough to accept a token. */
  public boolean isFresh() {
    return everSeen && nanos.getAsLong() - seen < BLIND.toNanos();
  }

  /** Whether the revocations have been read at least once. */
  boolean wereSeen() {
    return everSeen;
  }

  boolean concern(Principal principal) {
    Credential credential = principal.credential();
    return concerns(Kind.SUBJECT, principal.subject(), principal)
        || concerns(Kind.TOKEN_ID, credential.id(), principal)
        || concerns(Kind.SESSION, credential.session(), principal);
  }

  private boolean concerns(Kind kind, String value, Principal principal) {
    Revocation revocation = value.isEmpty() ? null : known.get(new Target(kind, value));
    return revocation != null && revocation.concerns(principal);
  }

  /**
   * Revokes tokens in the whole cluster, for their remaining lifetime.
   *
   * @return completes when the revocation is committed
   */
  Future<Void> revoke(Target target) {
    Tuple row =
        Tuple.of(target.kind().name().toLowerCase(Locale.ROOT), target.value(), kept.toMillis());
    return pool.preparedQuery(REVOKE).execute(row).mapEmpty();
  }

  /**
   * Reads new revocations from the database.
   *
   * @param news receives a predicate of the principals that they concern
   */
  void look(Consumer<Predicate<Principal>> news) {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    long asked = nanos.getAsLong();
    boolean full = looksUntilFull == 0;
    pool.query(full ? ALL : RECENT)
        .execute()
        .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
        .onSuccess(rows -> saw(rows, full, asked, news))
        .onFailure(this::couldNotLook)
        .onComplete(
            looked -> {
              looking = false;
              if (again) {
                again = false;
                look(news);
              }
            });
  }

  private void saw(
      RowSet<Row> rows, boolean full, long asked, Consumer<Predicate<Principal>> news) {
    Map<Target, Revocation> now = full ? new ConcurrentHashMap<>() : known;
    List<Revocation> fresh = new ArrayList<>();
    for (Row row : rows) {
      Revocation revocation = revocation(row);
      if (!revocation.equals(known.get(revocation.target()))) {
        fresh.add(revocation);
      }
      now.put(revocation.target(), revocation);
    }
    known = now;
    looksUntilFull = full ? LOOKS_BETWEEN_FULL_ONES : looksUntilFull - 1;
    if (blind || !everSeen) {
      LOG.atInfo().addKeyValue("known", known.size()).log("auth.revocations_loaded");
    }
    seen = asked;
    everSeen = true;
    blind = false;
    if (!fresh.isEmpty()) {
      metrics.revoked(fresh.size());
      // After the map has the revocations: new tokens are refused already, and now existing
      // sessions end.
      news.accept(principal -> fresh.stream().anyMatch(r -> r.concerns(principal)));
    }
  }

  private Revocation revocation(Row row) {
    // A token of an issuer whose clock is ahead has a later issue time than its revocation.
    Kind kind = Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
    return new Revocation(
        new Target(kind, row.getString("value")),
        row.getOffsetDateTime("at").toInstant().plus(leeway));
  }

  private void couldNotLook(Throwable failure) {
    // Rows that are written meanwhile may be older than a minute at the next successful read.
    if (!blind) {
      LOG.atWarn().addKeyValue("reason", failure).log("auth.revocations_failed");
    }
    looksUntilFull = 0;
    blind = true;
  }

  /** Whether no read is under way. */
  boolean isIdle() {
    return !looking;
  }

  Future<Void> clean() {
    return pool.query(CLEAN).execute().mapEmpty();
  }
}
