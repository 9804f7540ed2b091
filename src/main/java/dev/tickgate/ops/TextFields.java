package dev.tickgate.ops;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.event.KeyValuePair;

/**
 * The fields of an event of the log as {@code key="value"}, in the text format. A value is escaped
 * as in JSON, so that a line break in the value of a client or another system begins no second
 * line. The value of an exception is its message.
 */
public final class TextFields extends ClassicConverter {
  @Override
  public String convert(ILoggingEvent event) {
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    return pairs == null
        ? ""
        : pairs.stream()
            .map(pair -> "%s=\"%s\"".formatted(pair.key, escaped(FailureText.ofValue(pair.value))))
            .collect(Collectors.joining(" "));
  }

  private static String escaped(String value) {
    StringBuilder text = new StringBuilder(value.length());
    value.codePoints().forEach(character -> append(text, character));
    return text.toString();
  }

  private static void append(StringBuilder text, int character) {
    switch (character) {
      case '"', '\\' -> text.append('\\').append((char) character);
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      default -> {
        // The line and paragraph separators of Unicode break lines in some viewers.
        boolean breaks =
            Character.isISOControl(character) || character == 0x2028 || character == 0x2029;
        if (breaks) {
          text.append("\\u%04x".formatted(character));
        } else {
          text.appendCodePoint(character);
        }
      }
    }
  }
}
