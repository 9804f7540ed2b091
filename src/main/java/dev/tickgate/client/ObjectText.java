package dev.tickgate.client;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes a JSON object, a field after the other. Used by one thread. */
final class ObjectText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final StringBuilder object = new StringBuilder("{");

  ObjectText text(String name, String value) {
    return json(name, JsonText.quote(value));
  }

  ObjectText number(String name, long value) {
    return json(name, Long.toString(value));
  }

  /** Adds a time with a precision of milliseconds. */
  ObjectText time(String name, Instant value) {
    return text(name, TIME.format(value));
  }

  /**
   * @param value the text of a JSON value
   */
  ObjectText json(String name, String value) {
    if (object.length() > 1) {
      object.append(',');
    }
    object.append(JsonText.quote(name)).append(':').append(value);
    return this;
  }

  String end() {
    return object.append('}').toString();
  }
}
