package dev.tickgate.stream;

import java.util.List;
import java.util.Optional;

/**
 * A filter of topics by name: {@code chat.lobby} is one topic, {@code chat.*} are all topics below
 * {@code chat}, with any number of further parts.
 */
public record TopicFilter(String text) {
  private static final String BELOW = ".*";

  public TopicFilter {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not a topic, nor a topic with .* at its end: " + text);
    }
  }

  public static Optional<TopicFilter> parse(String text) {
    return isValid(text) ? Optional.of(new TopicFilter(text)) : Optional.empty();
  }

  private static boolean isValid(String text) {
    return text != null && Topic.parse(text.endsWith(BELOW) ? stem(text) : text).isPresent();
  }

  private static String stem(String text) {
    return text.substring(0, text.length() - BELOW.length());
  }

  public boolean matches(Topic topic) {
    return text.endsWith(BELOW)
        ? topic.name().length() >= text.length()
            && topic.name().startsWith(text.substring(0, text.length() - 1))
        : topic.name().equals(text);
  }

  /** Whether one of the filters matches. */
  public static boolean anyMatches(List<TopicFilter> filters, Topic topic) {
    return filters.stream().anyMatch(filter -> filter.matches(topic));
  }

  /** Whether there is a topic that both match. */
  public boolean overlaps(TopicFilter other) {
    return covers(other) || other.covers(this);
  }

  /** Whether the filter matches each topic that the other one matches. */
  public boolean covers(TopicFilter other) {
    return text.endsWith(BELOW)
        ? other.text.startsWith(text.substring(0, text.length() - 1))
        : other.text.equals(text);
  }

  /** The topic of a filter for one topic; empty for other filters. */
  public Optional<Topic> single() {
    return text.endsWith(BELOW) ? Optional.empty() : Optional.of(new Topic(text));
  }

  /**
   * The precision of the filter: of two filters that match, the one with the greater value decides.
   */
  int precision() {
    return text.endsWith(BELOW) ? text.length() - BELOW.length() : Integer.MAX_VALUE;
  }
}
