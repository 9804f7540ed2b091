package dev.tickgate.feed;

import dev.tickgate.store.Identifier;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicFilter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The symbols of a feed's rows, and the topic of each. */
public sealed interface Symbols {
  /** The topics of the feed. */
  TopicFilter topics();

  /** The symbol of a row, valid or not; null where it has none. */
  String of(SourceRow row);

  /** The reason why a row of that symbol is not published; empty where it is. */
  Optional<DropReason> problem(String symbol);

  /** The topic of a symbol without a problem. */
  Topic topic(String symbol);

  /** The topic of a symbol; empty where rows of it are not published. */
  default Optional<Topic> find(String symbol) {
    return problem(symbol).isEmpty() ? Optional.of(topic(symbol)) : Optional.empty();
  }

  /** The rule of symbols, for messages. */
  String RULE =
      "a symbol is a letter or digit, then up to 63 letters, digits and _ . : - (EUR_USD, not"
          + " EUR/USD)";

  /** Whether a text is a symbol by {@link #RULE}. */
  static boolean isSymbol(String symbol) {
    return symbol != null && Fixed.SYMBOL.matcher(symbol).matches();
  }

  /** All rows have one symbol. */
  record Fixed(String symbol) implements Symbols {
    private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}");

    public Fixed {
      if (!isSymbol(symbol)) {
        throw new IllegalArgumentException("not a symbol: " + symbol);
      }
    }

    public Topic topic() {
      return Topic.ofTicks(symbol);
    }

    @Override
    public TopicFilter topics() {
      return new TopicFilter(topic().name());
    }

    @Override
    public String of(SourceRow row) {
      return symbol;
    }

    @Override
    public Optional<DropReason> problem(String symbol) {
      return Optional.empty();
    }

    @Override
    public Topic topic(String symbol) {
      return Topic.ofTicks(symbol);
    }
  }

  /**
   * Each row names its symbol. A new symbol is a new topic.
   *
   * @param prefix the beginning of the topics; the symbol follows it
   * @param others topics that begin with the prefix and belong to other feeds
   */
  record Column(String name, String prefix, List<TopicFilter> others) implements Symbols {
    public static final String DEFAULT_PREFIX = "ticks.";
    private static final int LONGEST_PREFIX = Topic.MAX_LENGTH - 64;

    public Column {
      Identifier.quoted(name);
      if (!isPrefix(prefix)) {
        throw new IllegalArgumentException("not a prefix of topics: " + prefix);
      }
      others = List.copyOf(others);
    }

    public Column(String name, String prefix) {
      this(name, prefix, List.of());
    }

    /** Whether a text is the beginning of a topic's name up to a dot, at most 136 characters. */
    public static boolean isPrefix(String prefix) {
      return prefix != null
          && prefix.length() <= LONGEST_PREFIX
          && prefix.endsWith(".")
          && TopicFilter.parse(prefix + "*").isPresent();
    }

    /** Returns the column without the topics of other feeds. */
    Column beside(List<TopicFilter> feeds) {
      return new Column(
          name,
          prefix,
          feeds.stream()
              .filter(topics -> topics.text().startsWith(prefix))
              .filter(topics -> !topics.equals(topics()))
              .toList());
    }

    @Override
    public TopicFilter topics() {
      return new TopicFilter(prefix + "*");
    }

    @Override
    public String of(SourceRow row) {
      return row.symbol();
    }

    @Override
    public Optional<DropReason> problem(String symbol) {
      if (!isSymbol(symbol)) {
        return Optional.of(DropReason.INVALID_SYMBOL);
      }
      Topic topic = topic(symbol);
      return others.stream().anyMatch(other -> other.matches(topic))
          ? Optional.of(DropReason.SYMBOL_OF_ANOTHER_FEED)
          : Optional.empty();
    }

    @Override
    public Topic topic(String symbol) {
      return new Topic(prefix + symbol);
    }
  }
}
