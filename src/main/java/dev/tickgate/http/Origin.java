package dev.tickgate.http;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The origin of a page, as browsers send it. */
record Origin(String scheme, String host, int port) {
  // No label is empty, except that of the root: an invalid name has no subdomains.
  private static final String NAME = "(?!\\.|[^:]*\\.\\.)[a-z0-9_.-]{1,253}";
  private static final String HOST = NAME + "|\\[[0-9a-f:.]{2,45}]";
  private static final Pattern FORM =
      Pattern.compile("(https?)://(" + HOST + ")(?::([0-9]{1,5}))?");

  /**
   * Parses an origin; empty for the text {@code null}, and for any other text that is not an
   * origin.
   */
  static Optional<Origin> parse(String text) {
    Matcher parts = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return Optional.empty();
    }
    String scheme = parts.group(1);
    int port = parts.group(3) == null ? defaultPort(scheme) : Integer.parseInt(parts.group(3));
    return port >= 1 && port <= 65_535
        ? Optional.of(new Origin(scheme, parts.group(2), port))
        : Optional.empty();
  }

  private static int defaultPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }
}
