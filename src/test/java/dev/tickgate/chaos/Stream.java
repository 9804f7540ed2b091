package dev.tickgate.chaos;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A table and its topic. Its rows are numbered, and time and prices follow from the number, so that
 * a publication tells which row it is and whether all of it belongs together.
 *
 * @param key the column by which the feed finds new rows
 */
record Stream(String feed, String symbol, String table, String key) implements Channel {
  static final Stream BY_TIME = new Stream("usd_jpy", "USD_JPY", "ticker_usd_jpy", "time");
  static final Stream BY_SERIAL = new Stream("eur_usd", "EUR_USD", "ticker_eur_usd", "id");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final BigDecimal SPREAD = new BigDecimal("0.004");
  private static final BigDecimal HALF = new BigDecimal("0.002");

  @Override
  public String topic() {
    return "ticks." + symbol;
  }

  @Override
  public String label() {
    return symbol;
  }

  String createTable() {
    return "create table %s (%s, bid numeric, ask numeric)"
        .formatted(
            table,
            key.equals("time")
                ? "time timestamptz primary key"
                : "id bigserial primary key, time timestamptz not null");
  }

  String setting() {
    return settingAs(symbol);
  }

  /** The feed as somebody else may define it, under another symbol. */
  String settingAs(String symbol) {
    return "{name: %s, symbol: %s, table: %s, key: %s, poll: 100ms%s}"
        .formatted(feed, symbol, table, key, key.equals("time") ? "" : ", lookback: 10000");
  }

  static BigDecimal bid(long number) {
    return new BigDecimal(100).add(BigDecimal.valueOf(number, 3));
  }

  static BigDecimal ask(long number) {
    return bid(number).add(SPREAD);
  }

  /** The content of the row's publication, as {@link Ticker#row} reads it. */
  static String row(Instant start, long number) {
    return text(start.plusMillis(number), bid(number), bid(number).add(HALF), ask(number));
  }

  static String text(Instant at, BigDecimal bid, BigDecimal mid, BigDecimal ask) {
    return "%s %s %s %s".formatted(TIME.format(at), three(bid), three(mid), three(ask));
  }

  private static String three(BigDecimal price) {
    return price.setScale(3, RoundingMode.UNNECESSARY).toPlainString();
  }
}
