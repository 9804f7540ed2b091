package dev.tickgate.lead;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;

/**
 * How texts are written to a database. One whose encoding is not UTF-8 refuses statements with
 * characters that it cannot hold; there, characters beyond ASCII are written as escapes of JSON.
 */
enum TextEncoding {
  UNICODE,
  ESCAPED;

  private static final int ASCII = 0x80;

  /** Of the database that a pool leads to. */
  static Future<TextEncoding> of(Pool pool) {
    return pool.query(
            "select pg_encoding_to_char(encoding) in ('UTF8', 'SQL_ASCII') as unicode"
                + " from pg_database where datname = current_database()")
        .execute()
        .map(rows -> rows.iterator().next().getBoolean("unicode") ? UNICODE : ESCAPED);
  }

  /** A text of JSON, or a key, as it is written. */
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
