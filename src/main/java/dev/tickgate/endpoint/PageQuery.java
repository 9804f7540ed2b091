package dev.tickgate.endpoint;

import dev.tickgate.stream.Position;
import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page of a list that a request asks for.
 *
 * @param from the earliest time; empty for no bound
 * @param to behind the latest time; empty for no bound
 * @param after the position behind which the page begins; empty for the first page
 */
public record PageQuery(
    Optional<Instant> from, Optional<Instant> to, Optional<Position> after, int limit) {
  // In the years that a database has.
  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  /** The bounds of {@code from} and {@code to}, for a message. */
  public static final String BOUNDS = "Both are from %s to %s.".formatted(EARLIEST, LATEST);

  /** The {@code from} of the page behind a position. */
  String next(Position position) {
    return new Cursor(position, from).toString();
  }

  /**
   * What {@code from} may be instead of a time; opaque for clients.
   *
   * @param from the earliest time of all pages
   */
  private record Cursor(Position after, Optional<Instant> from) {
    private static final Pattern TEXT = Pattern.compile("(\\d+\\.\\d+)(?:\\.(\\d{1,15}))?");

    static Optional<Cursor> parse(String text) {
      Matcher parts = TEXT.matcher(text == null ? "" : text);
      return parts.matches()
          ? Position.parse(parts.group(1)).map(after -> new Cursor(after, millis(parts.group(2))))
          : Optional.empty();
    }

    private static Optional<Instant> millis(String text) {
      return Optional.ofNullable(text)
          .map(millis -> storable(Instant.ofEpochMilli(Long.parseLong(millis))));
    }

    @Override
    public String toString() {
      return after + from.map(time -> "." + time.toEpochMilli()).orElse("");
    }
  }

  /** The outcome of reading a query. */
  public sealed interface Reading {
    record Read(PageQuery query) implements Reading {}

    /** A range that is none. */
    record InvalidRange() implements Reading {}

    /** A limit that is none. */
    record InvalidLimit() implements Reading {}
  }

  /**
   * Reads {@code from}, {@code to} and {@code limit}.
   *
   * @param limit without one in the query
   * @param most the greatest limit
   */
  public static Reading read(MultiMap query, int limit, int most) {
    Optional<Integer> asked = limit(query.get("limit"), limit, most);
    if (asked.isEmpty()) {
      return new Reading.InvalidLimit();
    }
    try {
      Optional<Cursor> cursor = Cursor.parse(query.get("from"));
      Optional<Position> after = cursor.map(Cursor::after);
      Optional<Instant> from = cursor.isPresent() ? cursor.get().from() : time(query.get("from"));
      Optional<Instant> to = time(query.get("to"));
      boolean isEmpty = from.isPresent() && to.isPresent() && !from.get().isBefore(to.get());
      return isEmpty
          ? new Reading.InvalidRange()
          : new Reading.Read(new PageQuery(from, to, after, asked.get()));
    } catch (DateTimeException e) {
      return new Reading.InvalidRange();
    }
  }

  private static Optional<Integer> limit(String text, int limit, int most) {
    if (text == null) {
      return Optional.of(limit);
    }
    int asked = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    return asked >= 1 && asked <= most ? Optional.of(asked) : Optional.empty();
  }

  private static Optional<Instant> time(String text) {
    return text == null
        ? Optional.empty()
        : Optional.of(OffsetDateTime.parse(text).toInstant()).map(PageQuery::storable);
  }

  private static Instant storable(Instant time) {
    if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
      throw new DateTimeException("not a time of a tick: " + time);
    }
    return time;
  }
}
