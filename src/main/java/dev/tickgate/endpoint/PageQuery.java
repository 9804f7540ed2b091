package dev.tickgate.endpoint;

import dev.tickgate.bus.TickCursor;
import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * The page of a list that a request selects.
 *
 * @param from the earliest time; empty for no bound
 * @param to the end of the range, exclusive; empty for no bound
 * @param after the cursor after which the page begins; empty for the first page
 */
public record PageQuery(
    Optional<Instant> from, Optional<Instant> to, Optional<TickCursor> after, int limit) {
  // The range of times that a query may name.
  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  /** The bounds of {@code from} and {@code to}, for a message. */
  public static final String BOUNDS = "Both are from %s to %s.".formatted(EARLIEST, LATEST);

  /** The outcome of reading a query. */
  public sealed interface Reading {
    record Read(PageQuery query) implements Reading {}

    /** The range is malformed or empty. */
    record InvalidRange() implements Reading {}

    /** The limit is not a number within its bounds. */
    record InvalidLimit() implements Reading {}
  }

  /**
   * Reads {@code from}, {@code to} and {@code limit}.
   *
   * @param limit the limit of a query that names none
   * @param most the greatest limit
   */
  public static Reading read(MultiMap query, int limit, int most) {
    Optional<Integer> asked = limit(query.get("limit"), limit, most);
    if (asked.isEmpty()) {
      return new Reading.InvalidLimit();
    }
    try {
      Optional<TickCursor> after = TickCursor.parse(query.get("from"));
      Optional<Instant> from =
          after.isPresent() ? after.get().from().map(PageQuery::storable) : time(query.get("from"));
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
