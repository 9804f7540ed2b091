package dev.tickgate.watchlist;

import dev.tickgate.store.Identifier;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Reads from the tables which active users may view which lists: the owner, and every user where
 * the list is public.
 */
final class WatchlistAccess {
  // A gateway is slow for some seconds when thousands of clients connect again at once.
  private static final long PATIENCE_MS = 10_000;

  private static final String CHECK =
      """
      select pair.number, u.is_active, w.user_id = pair.viewer or w.is_public as allowed
      from unnest($1::bigint[], $2::bigint[]) with ordinality as pair (viewer, list, number)
      left join %1$s.users u on u.id = pair.viewer
      left join %1$s.watchlists w on w.id = pair.list
      """;
  private static final String LOST =
      """
      select pair.number
      from unnest($1::bigint[], $2::bigint[]) with ordinality as pair (viewer, list, number)
      left join %1$s.users u on u.id = pair.viewer
      left join %1$s.watchlists w on w.id = pair.list
      where (u.is_active and (w.user_id = pair.viewer or w.is_public)) is not true
      """;

  private final Pool pool;
  private final String check;
  private final String lost;

  WatchlistAccess(Pool pool, WatchlistSettings settings) {
    this.pool = pool;
    String schema = Identifier.quoted(settings.schema());
    this.check = CHECK.formatted(schema);
    this.lost = LOST.formatted(schema);
  }

  /** A user and a list. */
  record View(long user, long list) {}

  /** The reason why a user may not view a list, with the text of the close frame. */
  enum Refusal {
    NO_USER("User not found"),
    INACTIVE("User account is inactive"),
    DENIED("Watchlist not found or access denied");

    private final String text;

    Refusal(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** The refusal of each view, read by one statement; empty where the view is allowed. */
  Future<Map<View, Optional<Refusal>>> refusals(List<View> views) {
    return ask(check, views)
        .map(
            rows -> {
              Map<View, Optional<Refusal>> found = new HashMap<>();
              rows.forEach(row -> found.put(view(views, row), refusal(row)));
              return found;
            });
  }

  private static Optional<Refusal> refusal(Row row) {
    Boolean active = row.getBoolean("is_active");
    if (active == null) {
      return Optional.of(Refusal.NO_USER);
    }
    if (!active) {
      return Optional.of(Refusal.INACTIVE);
    }
    return Boolean.TRUE.equals(row.getBoolean("allowed"))
        ? Optional.empty()
        : Optional.of(Refusal.DENIED);
  }

  /** The views that are not allowed any more, read by one statement. */
  Future<Set<View>> lost(Collection<View> views) {
    List<View> asked = List.copyOf(views);
    return ask(lost, asked)
        .map(
            rows -> {
              Set<View> found = new HashSet<>();
              rows.forEach(row -> found.add(view(asked, row)));
              return found;
            });
  }

  private static View view(List<View> asked, Row row) {
    return asked.get((int) (row.getLong("number") - 1));
  }

  private Future<RowSet<Row>> ask(String sql, List<View> views) {
    Tuple pairs =
        Tuple.of(
            views.stream().map(View::user).toArray(Long[]::new),
            (Object) views.stream().map(View::list).toArray(Long[]::new));
    return pool.preparedQuery(sql).execute(pairs).timeout(PATIENCE_MS, TimeUnit.MILLISECONDS);
  }
}
