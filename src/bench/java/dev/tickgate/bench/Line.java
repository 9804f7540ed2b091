package dev.tickgate.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * A publication as a line for the server's line source: a quote, with two numbers that are
 * overwritten for each publication. Confined to one thread.
 */
final class Line {
  /** The smallest size that has room for the numbers. */
  static final int SHORTEST = 64;

  static final int LONGEST = 65_000;

  private static final String QUOTE =
      "{\"type\":\"ticker\",\"symbol\":\"USD_JPY\",\"bid\":151.245,\"ask\":151.249,\"mid\":151.247";
  private static final String BARE = "{\"type\":\"ticker\"";
  private static final String SIXTEEN_DIGITS = "1000000000000000";
  private static final String NUMBERS =
      ",\"seq\":" + SIXTEEN_DIGITS + ",\"sent\":" + SIXTEEN_DIGITS + "}";
  private static final String PAD = ",\"pad\":\"\"";
  private static final String NEWLINE = "\n";

  private final byte[] bytes;
  private final int seqAt;
  private final int sentAt;

  private Line(String text) {
    bytes = text.getBytes(US_ASCII);
    seqAt = text.indexOf(SIXTEEN_DIGITS);
    sentAt = text.lastIndexOf(SIXTEEN_DIGITS);
  }

  /** Returns a line without a topic, for the default topic of the line source. */
  static Line of(int payload) {
    return new Line(quote(payload) + NUMBERS + NEWLINE);
  }

  static Line of(String topic, int payload) {
    return new Line(quote(payload) + ",\"topic\":\"" + topic + "\"" + NUMBERS + NEWLINE);
  }

  private static String quote(int payload) {
    int room = payload - NUMBERS.length();
    String start = room >= QUOTE.length() ? QUOTE : BARE;
    int pad = room - start.length() - PAD.length();
    return pad < 0 ? start : start + ",\"pad\":\"" + "x".repeat(pad) + "\"";
  }

  /**
   * @param seq a number of 16 digits
   * @param sent a number of 16 digits
   */
  byte[] with(long seq, long sent) {
    write(seq, seqAt);
    write(sent, sentAt);
    return bytes;
  }

  private void write(long number, int at) {
    long left = number;
    for (int i = at + SIXTEEN_DIGITS.length() - 1; i >= at; i--) {
      bytes[i] = (byte) ('0' + left % 10);
      left /= 10;
    }
  }
}
