package dev.tickgate.auth;

import dev.tickgate.access.Principal;
import dev.tickgate.access.Principal.Credential;
import dev.tickgate.auth.AuthFailure.Reason;
import dev.tickgate.protocol.Token;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds opaque tokens in a table of the application. Caches a principal for a short time, by the
 * hash of its token, so that a client that reconnects at once causes no query. Does not cache that
 * a token is unknown. Used by every loop.
 */
final class SessionTokens {
  private static final int CACHED = 10_000;
  private static final String DATA_EXCEPTION = "22";

  private final Pool pool;
  private final AuthSettings.Sessions settings;
  private final Duration leeway;
  private final InstantSource clock;
  // Guarded by itself; the oldest entry first.
  private final Map<String, Found> cache =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Found> eldest) {
          return size() > CACHED;
        }
      };

  private record Found(Principal principal, Instant until) {}

  /**
   * @param leeway how far the clock of the application may differ from that of the node
   */
  SessionTokens(Pool pool, AuthSettings.Sessions settings, Duration leeway, InstantSource clock) {
    this.pool = pool;
    this.settings = settings;
    this.leeway = leeway;
    this.clock = clock;
  }

  Future<Principal> find(Token token) {
    String hash = token.hash();
    Optional<Principal> known = cached(hash);
    if (known.isPresent()) {
      return Future.succeededFuture(known.get());
    }
    return pool.preparedQuery(settings.query())
        .execute(Tuple.of(token.text()))
        .recover(SessionTokens::illegible)
        .compose(rows -> found(hash, rows));
  }

  // For example, the token is not a UUID, but the query expects one: the token is unknown, and the
  // database is not broken.
  private static Future<RowSet<Row>> illegible(Throwable failure) {
    return failure instanceof PgException refused
            && refused.getSqlState().startsWith(DATA_EXCEPTION)
        ? Future.failedFuture(new AuthFailure(Reason.UNKNOWN_TOKEN))
        : Future.failedFuture(failure);
  }

  private Optional<Principal> cached(String hash) {
    synchronized (cache) {
      Found found = cache.get(hash);
      return found == null || !clock.instant().isBefore(found.until())
          ? Optional.empty()
          : Optional.of(found.principal());
    }
  }

  private Future<Principal> found(String hash, RowSet<Row> rows) {
    if (rows.size() != 1) {
      return Future.failedFuture(new AuthFailure(Reason.UNKNOWN_TOKEN));
    }
    Row row = rows.iterator().next();
    String subject = text(row, "sub");
    Optional<Instant> expires = time(row, "expires_at");
    if (subject.isEmpty() || expires.isEmpty()) {
      return Future.failedFuture(new AuthFailure(Reason.INCOMPLETE));
    }
    if (ApiKeys.isSubject(subject)) {
      return Future.failedFuture(new AuthFailure(Reason.RESERVED_SUBJECT));
    }
    Optional<Instant> issued = time(row, "issued_at");
    // A session that was created in the future would be newer than any revocation.
    if (issued.filter(at -> at.minus(leeway).isAfter(clock.instant())).isPresent()) {
      return Future.failedFuture(new AuthFailure(Reason.NOT_YET_VALID));
    }
    Map<String, List<String>> claims =
        new HashMap<>(
            row.getColumnIndex("claims") >= 0 && row.getJsonObject("claims") != null
                ? PrincipalJson.claims(row.getJsonObject("claims"))
                : PrincipalJson.claims(new JsonObject()));
    claims.put("sub", List.of(subject));
    Credential credential = new Credential(hash, text(row, "session_id"), issued, expires);
    Principal principal = new Principal(subject, claims, credential);
    synchronized (cache) {
      cache.remove(hash);
      cache.put(hash, new Found(principal, clock.instant().plus(settings.cache())));
    }
    return Future.succeededFuture(principal);
  }

  private static String text(Row row, String column) {
    Object value = row.getColumnIndex(column) >= 0 ? row.getValue(column) : null;
    return value == null ? "" : value.toString();
  }

  private static Optional<Instant> time(Row row, String column) {
    return row.getColumnIndex(column) >= 0
        ? Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant)
        : Optional.empty();
  }
}
