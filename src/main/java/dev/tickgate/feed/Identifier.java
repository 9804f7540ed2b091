package dev.tickgate.feed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Names of the database in SQL: always quoted, so that no setting can become a statement. */
final class Identifier {
  private static final int LONGEST = 63;

  private Identifier() {}

  static String quoted(String name) {
    if (name == null
        || name.isEmpty()
        || name.indexOf('\0') >= 0
        || name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw new IllegalArgumentException("not a name of the database: " + name);
    }
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** {@code table} or {@code schema.table}. */
  static String quotedPath(String path) {
    String[] parts = path == null ? new String[0] : path.split("\\.", -1);
    if (parts.length < 1 || parts.length > 2) {
      throw new IllegalArgumentException("not a table or schema.table: " + path);
    }
    return Arrays.stream(parts).map(Identifier::quoted).collect(Collectors.joining("."));
  }
}
