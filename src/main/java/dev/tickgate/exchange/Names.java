package dev.tickgate.exchange;

import java.util.regex.Pattern;

/**
 * The names that an exchange can have.
 *
 * @param symbols those of quotes
 * @param streams those of frames
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
