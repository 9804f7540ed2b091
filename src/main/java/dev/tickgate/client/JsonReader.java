package dev.tickgate.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a JSON text into maps, lists, texts, numbers (Long, or Double), booleans and nulls. It is
 * for the short answers of a gateway. Used by one thread.
 */
final class JsonReader {
  // Bounds the recursion, whatever another server sends.
  private static final int MOST_DEPTH = 32;

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * Returns the fields of an object.
   *
   * @throws IllegalArgumentException if the text is not a JSON object
   */
  static Map<?, ?> object(String text) {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value(0);
    if (value instanceof Map<?, ?> fields && reader.peek() == 0) {
      return fields;
    }
    throw reader.wrong();
  }

  private Object value(int depth) {
    if (depth > MOST_DEPTH) {
      throw wrong();
    }
    return switch (peek()) {
      case '{' -> fields(depth + 1);
      case '[' -> elements(depth + 1);
      case '"' -> string();
      default -> literal();
    };
  }

  private Map<String, Object> fields(int depth) {
    Map<String, Object> fields = new LinkedHashMap<>();
    expect('{');
    if (peek() != '}') {
      do {
        peek();
        String name = string();
        expect(':');
        fields.put(name, value(depth));
      } while (skip(','));
    }
    expect('}');
    return fields;
  }

  private List<Object> elements(int depth) {
    List<Object> elements = new ArrayList<>();
    expect('[');
    if (peek() != ']') {
      do {
        elements.add(value(depth));
      } while (skip(','));
    }
    expect(']');
    return elements;
  }

  private String string() {
    expect('"');
    StringBuilder string = new StringBuilder();
    for (char c = next(); c != '"'; c = next()) {
      string.append(c == '\\' ? escaped() : c);
    }
    return string.toString();
  }

  private char escaped() {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unit();
      default -> throw wrong();
    };
  }

  private char unit() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(next(), 16);
      if (digit < 0) {
        throw wrong();
      }
      unit = unit << 4 | digit;
    }
    return (char) unit;
  }

  private Object literal() {
    int from = at;
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String literal = text.substring(from, at);
    return switch (literal) {
      case "true" -> true;
      case "false" -> false;
      case "null" -> null;
      default -> number(literal);
    };
  }

  private Object number(String literal) {
    try {
      if (literal.chars().allMatch(c -> c == '-' || c >= '0' && c <= '9')) {
        return Long.valueOf(literal);
      }
      return Double.valueOf(literal);
    } catch (NumberFormatException e) {
      throw wrong();
    }
  }

  /** Returns the next character that is not white space, without consuming it; 0 at the end. */
  private char peek() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private boolean skip(char c) {
    boolean found = peek() == c;
    at += found ? 1 : 0;
    return found;
  }

  private void expect(char c) {
    if (!skip(c)) {
      throw wrong();
    }
  }

  private char next() {
    if (at >= text.length()) {
      throw wrong();
    }
    return text.charAt(at++);
  }

  private IllegalArgumentException wrong() {
    return new IllegalArgumentException("no JSON object, at character " + at);
  }
}
