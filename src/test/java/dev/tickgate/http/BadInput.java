package dev.tickgate.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A row of {@code bad-input.txt}. */
record BadInput(String way, String sent, String answered) {
  private static final Pattern ROW = Pattern.compile("(\\w+) \\| ?(.*?) ?\\| (.*)");
  private static final Pattern TIMES = Pattern.compile("«(.+?)\\*(\\d+)»", Pattern.DOTALL);
  private static final Pattern BYTE = Pattern.compile("\\\\x([0-9a-f]{2})");

  static List<BadInput> all() {
    try (InputStream file = BadInput.class.getResourceAsStream("/bad-input.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(BadInput::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BadInput read(String line) {
    Matcher row = ROW.matcher(line);
    if (!row.matches()) {
      throw new IllegalArgumentException(line);
    }
    return new BadInput(row.group(1), written(row.group(2)), row.group(3));
  }

  private static String written(String text) {
    String bytes = BYTE.matcher(text).replaceAll(found -> character(found.group(1)));
    // Two backslashes, or one before a quote, are escaped on the wire, too.
    String escaped =
        bytes
            .replace("\\\\", "\1")
            .replace("\\\"", "\2")
            .replace("\\n", "\n")
            .replace("\\r", "\r")
            .replace("\\u0000", "\0")
            .replace("\1", "\\")
            .replace("\2", "\\\"");
    return TIMES
        .matcher(escaped)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(found.group(1).repeat(Integer.parseInt(found.group(2)))));
  }

  private static String character(String hex) {
    return Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(hex, 16)));
  }

  @Override
  public String toString() {
    String beginning = sent.length() > 60 ? sent.substring(0, 60) + "…" : sent;
    return way + " " + beginning.replaceAll("\\p{Cntrl}", "·") + " → " + answered;
  }
}
