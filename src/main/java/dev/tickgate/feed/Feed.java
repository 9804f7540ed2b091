package dev.tickgate.feed;

import dev.tickgate.stream.Topic;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * One table that becomes one topic: the settings of a feed.
 *
 * @param name of the feed, its row in {@code tickgate.feed} and its NOTIFY channel; 1 to 50
 *     letters, digits, {@code _ -}
 * @param symbol of every tick; letters, digits and {@code _ . : -}
 * @param table {@code table} or {@code schema.table}, in the case it was created with
 * @param poll how long after a look at the table the next one follows, when nothing wakes it
 *     earlier
 */
public record Feed(
    String name, String symbol, String table, Key key, Columns columns, Duration poll) {
  public static final Duration DEFAULT_POLL = Duration.ofMillis(250);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,50}");
  private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}");

  /**
   * The columns of a tick. A {@code timestamp} without time zone is UTC.
   *
   * @param timestamp when the quote was made; may be the key
   */
  public record Columns(String timestamp, String bid, String ask) {
    public Columns {
      Identifier.quoted(timestamp);
      Identifier.quoted(bid);
      Identifier.quoted(ask);
    }
  }

  public Feed {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a feed name: " + name);
    }
    if (symbol == null || !SYMBOL.matcher(symbol).matches()) {
      throw new IllegalArgumentException("not a symbol: " + symbol);
    }
    Identifier.quotedPath(table);
    if (key == null || columns == null) {
      throw new IllegalArgumentException("key and columns are needed");
    }
    if (poll == null || poll.toMillis() < 10 || poll.toMillis() > 60_000) {
      throw new IllegalArgumentException("poll must be 10ms to 60s: " + poll);
    }
  }

  public Topic topic() {
    return Topic.ofTicks(symbol);
  }

  /** What a writer's NOTIFY is sent to, to wake the poller. */
  public String channel() {
    return "tickgate_" + name;
  }

  /** Where a leader that stops tells the standbys; no feed's own channel has dots. */
  String leaseChannel() {
    return "tickgate." + name;
  }

  /** Where the rows come from; when it changes under a name, continuity is lost. */
  String source() {
    return topic() + " " + table + " " + key.column();
  }
}
