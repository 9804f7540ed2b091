package dev.tickgate.chaos;

import dev.tickgate.stream.Position;

/**
 * A ticker message. It is read without building a tree, so that a client that receives thousands at
 * once is not the slow one.
 */
record Ticker(String topic, Position position, String row, long skipped) {
  private static final String TYPE = "\"type\":\"ticker\"";
  private static final String ZEROS = ".000";

  static boolean is(String message) {
    return message.contains(TYPE);
  }

  static Ticker of(String message) {
    String skipped = field(message, "skipped");
    return new Ticker(
        "ticks." + field(message, "symbol"),
        position(message),
        row(message),
        skipped == null ? 0 : Long.parseLong(skipped));
  }

  /** The row of a message or of an entry of the journal, as {@link Stream#row} writes it. */
  static String row(String message) {
    return field(message, "timestamp")
        + " "
        + three(field(message, "bid"))
        + " "
        + three(field(message, "mid"))
        + " "
        + three(field(message, "ask"));
  }

  static Position position(String message) {
    return new Position(
        Long.parseLong(field(message, "epoch")), Long.parseLong(field(message, "offset")));
  }

  /** The text of a member; null where there is none. */
  static String field(String message, String name) {
    int start = message.indexOf("\"" + name + "\":");
    if (start < 0) {
      return null;
    }
    start += name.length() + 3;
    int end = start;
    while (message.charAt(end) != ',' && message.charAt(end) != '}') {
      end++;
    }
    boolean quoted = message.charAt(start) == '"';
    return quoted ? message.substring(start + 1, end - 1) : message.substring(start, end);
  }

  /** With three decimals, which every price of ours has. */
  private static String three(String number) {
    int dot = number.indexOf('.');
    if (dot < 0) {
      return number + ZEROS;
    }
    int decimals = number.length() - dot - 1;
    if (decimals <= 3) {
      return number + ZEROS.substring(1 + decimals);
    }
    boolean zeros = number.substring(dot + 4).chars().allMatch(digit -> digit == '0');
    return zeros ? number.substring(0, dot + 4) : number;
  }
}
