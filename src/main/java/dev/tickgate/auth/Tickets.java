package dev.tickgate.auth;

import dev.tickgate.access.Principal;
import dev.tickgate.auth.AuthFailure.Reason;
import dev.tickgate.protocol.Token;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Duration;

/**
 * Tokens for URLs, which appear in logs. Each ticket is valid once, for a minute, on any node. The
 * database accepts each ticket once, even if the cluster is partitioned. Any loop may call.
 */
public final class Tickets {
  public static final Duration LIFETIME = Duration.ofSeconds(60);

  private static final String PREFIX = "tgt_";
  private static final String ISSUE =
      """
      insert into tickgate.ticket (hash, principal, expires_at)
      values ($1, $2, clock_timestamp() + $3::bigint * interval '1 second')
      """;
  private static final String TAKE =
      """
      delete from tickgate.ticket where hash = $1
      returning principal, expires_at > clock_timestamp() as good
      """;
  private static final String CLEAN =
      "delete from tickgate.ticket where expires_at < clock_timestamp()";

  private final Pool pool;
  private final SecureRandom random;

  Tickets(Pool pool, SecureRandom random) {
    this.pool = pool;
    this.random = random;
  }

  /** Issues a ticket to an authenticated principal; it keeps the expiry of its present token. */
  public Future<Token> issue(Principal principal) {
    Token ticket = new Token(PREFIX + ApiKeys.text(random));
    Tuple row = Tuple.of(ticket.hash(), PrincipalJson.write(principal), LIFETIME.toSeconds());
    return pool.preparedQuery(ISSUE).execute(row).map(ticket);
  }

  static boolean isOne(String text) {
    return text.startsWith(PREFIX);
  }

  Future<Principal> take(Token ticket) {
    return pool.preparedQuery(TAKE).execute(Tuple.of(ticket.hash())).compose(Tickets::taken);
  }

  private static Future<Principal> taken(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Future.failedFuture(new AuthFailure(Reason.UNKNOWN_TOKEN));
    }
    Row row = rows.iterator().next();
    return row.getBoolean("good")
        ? Future.succeededFuture(PrincipalJson.read(row.get(JsonObject.class, "principal")))
        : Future.failedFuture(new AuthFailure(Reason.EXPIRED));
  }

  Future<Void> clean() {
    return pool.query(CLEAN).execute().mapEmpty();
  }
}
