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
      values ($1, $2, clock_timestamp() + $3::bigint * interval '1 second')
      on conflict (kind, value) do update set at = excluded.at, until = excluded.until
      """;
  private static final String ALL =
      "select kind, value, at from tickgate.revocation where until > clock_timestamp()";
  // A minute back: a statement that was slow to commit is seen late.
  private static final String RECENT = ALL + " and at > clock_timestamp() - interval '1 minute'";
  private static final String CLEAN =
      "delete from tickgate.revocation where until < clock_timestamp()";

  private final Pool pool;
  private final Duration lifetime;
  private final Duration leeway;
  private final AuthMetrics metrics;
  private final LongSupplier nanos;
  // Replaced and added to by the loop that looks, read by all.
  private volatile Map<Target, Revocation> known = new ConcurrentHashMap<>();
  private volatile long seen;
  private volatile boolean everSeen;
  private int looksUntilFull;
  // Written by the loop that looks.
  private volatile boolean looking;
  private boolean again;
  private boolean blind;

  /**
   * @param lifetime how long one is kept: no token lives longer
   * @param leeway how far the clock of an issuer may be ahead of the database's
   * @param nanos a clock like {@code System::nanoTime}
   */
  Revocations(
      Pool pool, Duration lifetime, Duration leeway, AuthMetrics metrics, LongSupplier nanos) {
    this.pool = pool;
    this.lifetime = lifetime;
    this.leeway = leeway;
    this.metrics = metrics;
    this.nanos = nanos;
  }

  /** Whether what is known is new enough to believe somebody by. */
  public boolean isFresh() {
    return everSeen && nanos.getAsLong() - seen < BLIND.toNanos();
  }

  /** Whether they could be read once. */
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
   * For the whole cluster, for ever.
   *
   * @return done when it is written
   */
  Future<Void> revoke(Target target) {
    Tuple row =
        Tuple.of(
            target.kind().name().toLowerCase(Locale.ROOT), target.value(), lifetime.toSeconds());
    return pool.preparedQuery(REVOKE).execute(row).mapEmpty();
  }

  /**
   * Looks what is new.
   *
   * @param news gets whom it is about
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
      // After it is known: who comes from now on is refused, who is there already is ended.
      news.accept(principal -> fresh.stream().anyMatch(r -> r.concerns(principal)));
    }
  }

  private Revocation revocation(Row row) {
    // A token of an issuer whose clock is ahead bears a later time than its revocation.
    Kind kind = Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
    return new Revocation(
        new Target(kind, row.getString("value")),
        row.getOffsetDateTime("at").toInstant().plus(leeway));
  }

  private void couldNotLook(Throwable failure) {
    // Whatever was written meanwhile may be older than a minute when it can be read again.
    if (!blind) {
      LOG.atWarn().addKeyValue("reason", failure).log("auth.revocations_failed");
    }
    looksUntilFull = 0;
    blind = true;
  }

  /** Whether no look is under way. */
  boolean isIdle() {
    return !looking;
  }

  Future<Void> clean() {
    return pool.query(CLEAN).execute().mapEmpty();
  }
}
