package dev.tickgate.watchlist;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A list as it is stored.
 *
 * @param isOwn whether the user of the request is its owner
 * @param items in the order of the list; empty also where they were not read
 */
record StoredList(
    long id,
    boolean isOwn,
    ListFields fields,
    long version,
    Instant created,
    Instant updated,
    List<StoredItem> items) {
  /** The columns that {@link #fields} reads, of the table {@code l}. */
  static final String FIELDS =
      "l.name, l.description, coalesce(l.is_public, false) as is_public,"
          + " coalesce(l.display_order, 0) as display_order";

  /** The columns that {@link #of} reads. A time without a zone is taken as UTC. */
  static final String COLUMNS =
      "l.id, l.user_id, l.version, "
          + FIELDS
          + ", (extract(epoch from l.created_at) * 1000)::bigint as created,"
          + " (extract(epoch from l.updated_at) * 1000)::bigint as updated";

  StoredList {
    items = List.copyOf(items);
  }

  static StoredList of(Row row, long user, List<StoredItem> items) {
    return new StoredList(
        row.getLong("id"),
        row.getLong("user_id") == user,
        fields(row),
        row.getLong("version"),
        time(row, "created"),
        time(row, "updated"),
        items);
  }

  static ListFields fields(Row row) {
    return new ListFields(
        row.getString("name"),
        Optional.ofNullable(row.getString("description")),
        row.getBoolean("is_public"),
        row.getInteger("display_order"));
  }

  private static Instant time(Row row, String column) {
    return Optional.ofNullable(row.getLong(column))
        .map(Instant::ofEpochMilli)
        .orElse(Instant.EPOCH);
  }
}
