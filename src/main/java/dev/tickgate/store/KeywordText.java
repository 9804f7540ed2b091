package dev.tickgate.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses keywords and values as libpq does: {@code host=db user=me password='it\'s'}. */
final class KeywordText {
  private static final Pattern PAIR =
      Pattern.compile(
          "\\s*(?<name>[^\\s=']+)\\s*=\\s*"
              + "('(?<quoted>(?:[^'\\\\]|\\\\.)*)'|(?<plain>(?:[^\\s'\\\\]|\\\\.)*))(?=\\s|$)\\s*",
          Pattern.DOTALL);
  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)", Pattern.DOTALL);

  private final String text;
  private final List<String> errors;

  KeywordText(String text, List<String> errors) {
    this.text = text;
    this.errors = errors;
  }

  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    Matcher pair = PAIR.matcher(text);
    int end = 0;
    while (pair.lookingAt()) {
      String value = pair.group("quoted") == null ? pair.group("plain") : pair.group("quoted");
      if (!value.isEmpty()) {
        parameters.put(pair.group("name"), ESCAPED.matcher(value).replaceAll("$1"));
      }
      end = pair.end();
      pair.region(end, text.length());
    }
    if (end < text.length()) {
      errors.add(
          "it is neither postgresql://user:password@host:port/database nor host=… user=… dbname=…");
    }
    return parameters;
  }
}
