package dev.tickgate.feed;

import dev.tickgate.lead.FeedIdentity;
import dev.tickgate.market.Display;
import dev.tickgate.store.Identifier;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicFilter;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The settings of a feed, which publishes one table as one topic, or as one topic for each symbol
 * in it. The only place that checks their values.
 *
 * @param name the name of the feed and of its row in {@code tickgate.feed}, and part of its NOTIFY
 *     channel; see {@link #isName}
 * @param table as {@link Identifier#isPath} allows it
 * @param poll the pause between two looks at the table, unless a notification wakes the poller
 *     earlier
 * @param zone the time zone of the table's times that have none; see {@link Zone}
 * @param start which rows the first look at the table publishes
 * @param mode how new rows are distinguished from old ones
 * @param display how its quotes are displayed
 */
public record Feed(
    String name,
    Symbols symbols,
    String table,
    Key key,
    Columns columns,
    Duration poll,
    ZoneId zone,
    Start start,
    Mode mode,
    Display display) {
  public static final Duration DEFAULT_POLL = Duration.ofMillis(250);
  public static final Duration SHORTEST_POLL = Duration.ofMillis(10);
  public static final Duration LONGEST_POLL = Duration.ofMinutes(1);
  // With its prefix, a channel has at most 63 bytes, which is PostgreSQL's limit for names.
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,49}");

  /**
   * The columns of a tick.
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

  /** Creates the feed of one symbol. */
  public Feed(String name, String symbol, String table, Key key, Columns columns, Duration poll) {
    this(name, new Symbols.Fixed(symbol), table, key, columns, poll);
  }

  /** Creates a feed with times in UTC that starts with the look-back window. */
  public Feed(String name, Symbols symbols, String table, Key key, Columns columns, Duration poll) {
    this(
        name,
        symbols,
        table,
        key,
        columns,
        poll,
        ZoneOffset.UTC,
        new Start.Lookback(),
        Mode.VISIBILITY,
        Display.DEFAULT);
  }

  public Feed {
    if (!isName(name)) {
      throw new IllegalArgumentException("not a feed name: " + name);
    }
    Identifier.quotedPath(table);
    if (symbols == null
        || key == null
        || columns == null
        || zone == null
        || start == null
        || mode == null
        || display == null) {
      throw new IllegalArgumentException(
          "symbols, key, columns, zone, start, mode and display are needed");
    }
    if (poll == null || poll.compareTo(SHORTEST_POLL) < 0 || poll.compareTo(LONGEST_POLL) > 0) {
      throw new IllegalArgumentException("poll must be 10ms to 60s: " + poll);
    }
  }

  /** Returns the feed with another time zone. */
  public Feed in(ZoneId zone) {
    return new Feed(name, symbols, table, key, columns, poll, zone, start, mode, display);
  }

  /** Returns the feed with another start. */
  public Feed from(Start start) {
    return new Feed(name, symbols, table, key, columns, poll, zone, start, mode, display);
  }

  /** Returns the feed without the topics of other feeds; see {@link Symbols.Column#beside}. */
  public Feed beside(List<Feed> feeds) {
    List<TopicFilter> topics = feeds.stream().map(feed -> feed.symbols.topics()).toList();
    Symbols own = symbols instanceof Symbols.Column column ? column.beside(topics) : symbols;
    return new Feed(name, own, table, key, columns, poll, zone, start, mode, display);
  }

  /** Returns the feed with another way to find new rows. */
  public Feed by(Mode mode) {
    return new Feed(name, symbols, table, key, columns, poll, zone, start, mode, display);
  }

  /**
   * Whether a name is a lower-case letter, then up to 49 lower-case letters, digits and {@code _}.
   */
  public static boolean isName(String name) {
    return name != null && NAME.matcher(name).matches();
  }

  /** The default symbol of a feed. */
  public static String symbolOf(String name) {
    return name.toUpperCase(Locale.ROOT);
  }

  /** The topic of all its rows; empty where each row has the topic of its symbol. */
  public Optional<Topic> topic() {
    return symbols instanceof Symbols.Fixed fixed ? Optional.of(fixed.topic()) : Optional.empty();
  }

  /** Whether rows of different symbols may have the same key, as rows with the same time do. */
  boolean isKeyedBySymbol() {
    return symbols instanceof Symbols.Column && key instanceof Key.Time;
  }

  /** The NOTIFY channel by which a writer wakes the poller. */
  public String channel() {
    return "tickgate_" + name;
  }

  /**
   * The feed as a unit of leadership. The channel of the lease has a dot, so it differs from the
   * channel of every table.
   */
  public FeedIdentity identity() {
    return new FeedIdentity(name, topic(), definition(), "tickgate." + name);
  }

  /**
   * The origin of the rows, as stored in the feed's row in the database. A process with another
   * definition does not lead, so the format of this text must never change.
   */
  private String definition() {
    String rows = symbols.topics().text() + " " + table + " " + key.column();
    return symbols instanceof Symbols.Column column ? rows + " " + column.name() : rows;
  }
}
