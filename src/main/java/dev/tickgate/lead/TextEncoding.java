package dev.tickgate.lead;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;

/**
 * The form of texts in a database. A database whose encoding is not UTF-8 refuses statements with
 * characters that it cannot store. There, characters beyond ASCII are written as JSON escapes.
 */
enum TextEncoding {
  UNICODE,
  ESCAPED;

  private static final int ASCII = 0x80;

  /** Returns the form of texts in the database of a pool. */
  static Future<TextEncoding> of(Pool pool) {
    return pool.query(
            "select pg_encoding_to_char(encoding) in ('UTF8', 'SQL_ASCII') as unicode"
                + " from pg_database where datname = current_database()")
        .execute()
        .map(rows -> rows.iterator().next().getBoolean("unicode") ? UNICODE : ESCAPED);
  }

  /** Returns a JSON text or a key in the form in which it is stored. */
  String write(String text) {
    return this == UNICODE || text.chars().allMatch(c -> c < ASCII) ? text : escaped(text);
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 64);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ASCII) {
        out.append(c);
      } else {
        out.append(String.format("\\u%04x", (int) c));
      }
    }
    return out.toString();
  }
}
