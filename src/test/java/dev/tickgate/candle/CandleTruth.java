package dev.tickgate.candle;

import dev.tickgate.market.CandleInterval;
import dev.tickgate.testing.DatabaseFixture;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Candles as SQL computes them from all ticks at once, and as they are stored; line by line. */
final class CandleTruth {
  private static final String ZONE = "America/New_York";

  private CandleTruth() {}

  /**
   * All candles of the ticks.
   *
   * @param ticks a query of topic, at, n (in the order of publication), bid and ask
   */
  static List<String> computed(DatabaseFixture database, String ticks) {
    List<String> lines = new ArrayList<>();
    for (CandleInterval interval : CandleInterval.values()) {
      String bucket =
          interval == CandleInterval.DAY
              // The day of New York that ends at five in the afternoon.
              ? "((date_trunc('day', at at time zone '%1$s' + interval '7 hours') - interval '7 hours')"
                      .formatted(ZONE)
                  + " at time zone '%s')".formatted(ZONE)
              : "date_bin('%d seconds', at, timestamptz 'epoch')"
                  .formatted(interval.length().toSeconds());
      lines.addAll(
          lines(
              database,
              """
              select topic, %d as period, %s as time, count(*) as ticks, %s
              from (select topic, at, n, bid::numeric, ask::numeric,
                  (bid::numeric + ask::numeric) / 2 as mid from (%s) rows) t
              group by topic, 3
              """
                  .formatted(interval.length().toSeconds(), bucket, prices(), ticks)));
    }
    return lines.stream().sorted().toList();
  }

  private static String prices() {
    String side =
        "(array_agg(%1$s order by at, n))[1] as %1$s_open, max(%1$s) as %1$s_high,"
            + " min(%1$s) as %1$s_low, (array_agg(%1$s order by at desc, n desc))[1] as %1$s_close";
    return String.join(", ", side.formatted("bid"), side.formatted("ask"), side.formatted("mid"));
  }

  /** All stored candles. */
  static List<String> stored(DatabaseFixture database) {
    return lines(database, "select * from tickgate.candle").stream().sorted().toList();
  }

  private static List<String> lines(DatabaseFixture database, String sql) {
    List<String> lines = new ArrayList<>();
    for (Row row : database.run(sql)) {
      StringBuilder line = new StringBuilder();
      line.append(row.getString("topic")).append(' ').append(row.getInteger("period")).append("s ");
      line.append(row.getOffsetDateTime("time").toInstant()).append(' ');
      line.append(row.getLong("ticks"));
      for (String price : CandleSql.PRICES) {
        line.append(' ').append(row.getBigDecimal(price).stripTrailingZeros().toPlainString());
      }
      lines.add(line.toString().toLowerCase(Locale.ROOT));
    }
    return lines;
  }
}
