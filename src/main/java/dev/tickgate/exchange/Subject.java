package dev.tickgate.exchange;

import dev.tickgate.stream.Topic;
import java.util.Optional;

/**
 * One subscription at an exchange.
 *
 * @param name the name of the symbol or stream, as in the topic
 */
record Subject(Kind kind, String name) {
  /** The contents of the topic. */
  enum Kind {
    /** {@code ticks.<venue>.<symbol>}: ticker messages. */
    QUOTES("ticks."),
    /** {@code stream.<venue>.<name>}: the frames of the exchange. */
    FRAMES("stream.");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }

    /** The prefix of the exchange's topics of this kind. */
    String prefix(String venue) {
      return prefix + venue + ".";
    }
  }

  static Subject quotes(String symbol) {
    return new Subject(Kind.QUOTES, symbol);
  }

  static Subject frames(String stream) {
    return new Subject(Kind.FRAMES, stream);
  }

  /** The subject of a topic; empty where the topic is not one of the exchange. */
  static Optional<Subject> of(String venue, Topic topic) {
    for (Kind kind : Kind.values()) {
      String prefix = kind.prefix(venue);
      if (topic.name().startsWith(prefix) && topic.name().length() > prefix.length()) {
        return Optional.of(new Subject(kind, topic.name().substring(prefix.length())));
      }
    }
    return Optional.empty();
  }

  /**
   * The name of the stream at the exchange.
   *
   * @param quotes the suffix of streams with the quotes of a symbol
   */
  String stream(String quotes) {
    return kind == Kind.QUOTES ? name + quotes : name;
  }

  Topic topic(String venue) {
    return new Topic(kind.prefix(venue) + name);
  }
}
