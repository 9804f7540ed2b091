package dev.tickgate.bus;

import dev.tickgate.stream.Position;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The place where a page of ticks begins; an opaque text for clients. */
public sealed interface TickCursor {
  /** The earliest time of the pages that follow; empty for no bound. */
  Optional<Instant> from();

  /** After a publication of the journal. */
  record Published(Position after, Optional<Instant> from) implements TickCursor {
    private static final Pattern TEXT = Pattern.compile("(\\d+\\.\\d+)(?:\\.(\\d{1,15}))?");

    @Override
    public String toString() {
      return after + from.map(time -> "." + time.toEpochMilli()).orElse("");
    }
  }

  /**
   * After a row of the table, whose rows are in the order of their times and keys.
   *
   * @param time microseconds since 1970, on the clock of the table
   */
  record Stored(long time, long key) implements TickCursor {
    private static final Pattern TEXT = Pattern.compile("t(-?\\d{1,19})\\.(-?\\d{1,19})");

    @Override
    public Optional<Instant> from() {
      return Optional.empty();
    }

    @Override
    public String toString() {
      return "t" + time + "." + key;
    }
  }

  /** Parses the text of a cursor; empty where it is invalid. */
  static Optional<TickCursor> parse(String text) {
    Matcher published = Published.TEXT.matcher(text == null ? "" : text);
    if (published.matches()) {
      Optional<Instant> from =
          Optional.ofNullable(published.group(2))
              .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)));
      return Position.parse(published.group(1)).map(after -> new Published(after, from));
    }
    Matcher stored = Stored.TEXT.matcher(text == null ? "" : text);
    try {
      return stored.matches()
          ? Optional.of(
              new Stored(Long.parseLong(stored.group(1)), Long.parseLong(stored.group(2))))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
