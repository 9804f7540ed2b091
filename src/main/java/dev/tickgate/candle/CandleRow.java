package dev.tickgate.candle;

import dev.tickgate.market.Candle;
import dev.tickgate.market.CandleInterval;
import dev.tickgate.market.Ohlc;
import dev.tickgate.market.PriceSide;
import dev.tickgate.market.TickKey;
import dev.tickgate.stream.Topic;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Converts candles from and to rows of {@code tickgate.candle}. */
final class CandleRow {
  private CandleRow() {}

  static int period(CandleInterval interval) {
    return Math.toIntExact(interval.length().toSeconds());
  }

  static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  static Candle candle(Row row) {
    return new Candle(
        row.getOffsetDateTime("time").toInstant(),
        new TickKey(row.getOffsetDateTime("open_at").toInstant(), row.getLong("open_offset")),
        new TickKey(row.getOffsetDateTime("close_at").toInstant(), row.getLong("close_offset")),
        row.getLong("ticks"),
        prices(row, PriceSide.BID),
        prices(row, PriceSide.ASK),
        prices(row, PriceSide.MID));
  }

  static SeriesCandle seriesCandle(Row row) {
    int period = row.getInteger("period");
    CandleInterval interval =
        Arrays.stream(CandleInterval.values())
            .filter(each -> period(each) == period)
            .findFirst()
            .orElseThrow();
    return new SeriesCandle(new Series(new Topic(row.getString("topic")), interval), candle(row));
  }

  private static Ohlc prices(Row row, PriceSide side) {
    return new Ohlc(
        row.getBigDecimal(side.label() + "_open"),
        row.getBigDecimal(side.label() + "_high"),
        row.getBigDecimal(side.label() + "_low"),
        row.getBigDecimal(side.label() + "_close"));
  }

  /** The parameters of {@link CandleSql#MERGE}. */
  static Tuple columns(List<SeriesCandle> candles) {
    Tuple columns =
        Tuple.tuple()
            .addArrayOfString(
                candles.stream().map(each -> each.series().ticks().name()).toArray(String[]::new))
            .addArrayOfInteger(
                candles.stream()
                    .map(each -> period(each.series().interval()))
                    .toArray(Integer[]::new))
            .addArrayOfOffsetDateTime(times(candles, Candle::time))
            .addArrayOfLong(numbers(candles, Candle::ticks))
            .addArrayOfOffsetDateTime(times(candles, candle -> candle.first().timestamp()))
            .addArrayOfLong(numbers(candles, candle -> candle.first().offset()))
            .addArrayOfOffsetDateTime(times(candles, candle -> candle.last().timestamp()))
            .addArrayOfLong(numbers(candles, candle -> candle.last().offset()));
    for (PriceSide side : PriceSide.values()) {
      for (Function<Ohlc, BigDecimal> price :
          List.<Function<Ohlc, BigDecimal>>of(Ohlc::open, Ohlc::high, Ohlc::low, Ohlc::close)) {
        columns.addArrayOfString(
            of(candles)
                .map(candle -> price.apply(candle.prices(side)).toPlainString())
                .toArray(String[]::new));
      }
    }
    return columns;
  }

  private static OffsetDateTime[] times(
      List<SeriesCandle> candles, Function<Candle, Instant> time) {
    return of(candles).map(time).map(CandleRow::utc).toArray(OffsetDateTime[]::new);
  }

  private static Long[] numbers(List<SeriesCandle> candles, Function<Candle, Long> number) {
    return of(candles).map(number).toArray(Long[]::new);
  }

  private static Stream<Candle> of(List<SeriesCandle> candles) {
    return candles.stream().map(SeriesCandle::candle);
  }
}
