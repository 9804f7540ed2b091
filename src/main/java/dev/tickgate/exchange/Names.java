package dev.tickgate.exchange;

import java.util.regex.Pattern;

/**
 * The valid names of an exchange.
 *
 * @param symbols the names of symbols, which have quotes
 * @param streams the names of streams, which have frames
 */
record Names(Pattern symbols, Pattern streams) {
  static Names of(String symbols, String streams) {
    return new Names(Pattern.compile(symbols), Pattern.compile(streams));
  }

  boolean match(Subject subject) {
    return switch (subject.kind()) {
      case QUOTES -> symbols.matcher(subject.name()).matches();
      case FRAMES -> streams.matcher(subject.name()).matches();
    };
  }
}
