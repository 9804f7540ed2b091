package dev.tickgate.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Quotes names of the database in SQL, so that no setting can become a statement. */
public final class Identifier {
  private static final int LONGEST = 63;

  private Identifier() {}

  /** Whether PostgreSQL allows that name for a column, a table or a schema: 1 to 63 bytes. */
  public static boolean isName(String name) {
    return name != null
        && !name.isEmpty()
        && name.indexOf('\0') < 0
        && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
  }

  /** Whether {@link #quotedPath} accepts the path. */
  public static boolean isPath(String path) {
    return parts(path).isPresent();
  }

  public static String quoted(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException("not a name of the database: " + name);
    }
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /**
   * Quotes {@code table} or {@code schema.table}, in the case in which it was created. A name with
   * a dot must be in double quotes: {@code market."quotes.v2"}.
   */
  public static String quotedPath(String path) {
    return checked(path).stream().map(Identifier::quoted).collect(Collectors.joining("."));
  }

  /** Returns the path without quotes, as a client writes it in a URL. */
  public static String plainPath(String path) {
    return String.join(".", checked(path));
  }

  private static List<String> checked(String path) {
    return parts(path)
        .orElseThrow(() -> new IllegalArgumentException("not a table or schema.table: " + path));
  }

  private static Optional<List<String>> parts(String path) {
    List<String> parts = new ArrayList<>();
    int at = 0;
    while (path != null && at <= path.length()) {
      int end = end(path, at);
      if (end < 0 || end < path.length() && path.charAt(end) != '.') {
        return Optional.empty();
      }
      parts.add(unquoted(path.substring(at, end)));
      at = end + 1;
    }
    boolean valid =
        parts.size() >= 1 && parts.size() <= 2 && parts.stream().allMatch(Identifier::isName);
    return valid ? Optional.of(parts) : Optional.empty();
  }

  /**
   * Returns the end of the part that begins at {@code start}; -1 where its quotes are not closed.
   */
  private static int end(String path, int start) {
    if (!path.startsWith("\"", start)) {
      int dot = path.indexOf('.', start);
      return dot < 0 ? path.length() : dot;
    }
    int quote = path.indexOf('"', start + 1);
    while (quote >= 0 && path.startsWith("\"\"", quote)) {
      quote = path.indexOf('"', quote + 2);
    }
    return quote < 0 ? -1 : quote + 1;
  }

  private static String unquoted(String part) {
    return part.startsWith("\"")
        ? part.substring(1, part.length() - 1).replace("\"\"", "\"")
        : part;
  }
}
