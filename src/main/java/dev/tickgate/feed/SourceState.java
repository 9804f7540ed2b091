package dev.tickgate.feed;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.Set;

/**
 * The state of a feed's table that a leader stores for the next one, in the coordination database.
 * Writes do not check the term: the state of a deposed leader is correct, but older, so at worst
 * the next leader reads more.
 */
public final class SourceState {
  private static final String LOAD =
      "select parts, audited, walked from tickgate.source where feed = $1";
  private static final String SAVE_PARTS =
      """
      insert into tickgate.source (feed, parts) values ($1, $2)
      on conflict (feed) do update set parts = excluded.parts
      """;
  private static final String SAVE_AUDIT =
      """
      insert into tickgate.source (feed, audited, walked) values ($1, $2, $3)
      on conflict (feed) do update set audited = excluded.audited, walked = excluded.walked
      """;

  private static final String BEGIN_AUDIT =
      """
      insert into tickgate.source as s (feed, audited, walked) values ($1, $2, $2)
      on conflict (feed) do update
        set audited = coalesce(s.audited, excluded.audited), walked = coalesce(s.walked, excluded.walked)
      """;

  private final Pool pool;
  private final Feed feed;

  public SourceState(Pool pool, Feed feed) {
    this.pool = pool;
    this.feed = feed;
  }

  /**
   * The saved state; each part may be missing.
   *
   * @param audited the xmin to which the audit of late rows is complete
   * @param walked the same for rows further behind
   */
  record Saved(Optional<Set<String>> parts, Optional<Long> audited, Optional<Long> walked) {
    static final Saved NOTHING = new Saved(Optional.empty(), Optional.empty(), Optional.empty());
  }

  Future<Saved> load() {
    return pool.preparedQuery(LOAD)
        .execute(Tuple.of(feed.name()))
        .map(rows -> rows.size() == 0 ? Saved.NOTHING : saved(rows.iterator().next()));
  }

  private static Saved saved(Row row) {
    return new Saved(
        Optional.ofNullable(row.getArrayOfStrings("parts")).map(Set::of),
        Optional.ofNullable(row.getLong("audited")),
        Optional.ofNullable(row.getLong("walked")));
  }

  Future<Void> saveParts(Set<String> parts) {
    return pool.preparedQuery(SAVE_PARTS)
        .execute(Tuple.of(feed.name()).addArrayOfString(parts.toArray(String[]::new)))
        .mapEmpty();
  }

  /** Saves where the very first audit begins. */
  Future<Void> beginAudit(long xmin) {
    return pool.preparedQuery(BEGIN_AUDIT).execute(Tuple.of(feed.name(), xmin)).mapEmpty();
  }

  Future<Void> saveAudit(long audited, long walked) {
    return pool.preparedQuery(SAVE_AUDIT)
        .execute(Tuple.of(feed.name(), audited, walked))
        .mapEmpty();
  }
}
