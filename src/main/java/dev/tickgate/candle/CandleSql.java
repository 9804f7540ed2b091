package dev.tickgate.candle;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The statements on the tables of candles. */
final class CandleSql {
  /** The columns of prices, in the order of the parameters of {@link #MERGE}. */
  static final List<String> PRICES =
      Stream.of("bid", "ask", "mid")
          .flatMap(side -> Stream.of("open", "high", "low", "close").map(of -> side + "_" + of))
          .toList();

  private static final String COLUMNS =
      "topic, period, time, ticks, open_at, open_offset, close_at, close_offset, "
          + String.join(", ", PRICES);

  /**
   * The feed and its stored position. Where the feed has another definition, or its journal ends
   * before the position, the journal was deleted and created again. Then only ticks after the
   * newest counted one are counted.
   */
  static final String PROGRESS =
      """
      select f.epoch as feed_epoch, f.source as feed_source, p.epoch, p.seq,
        p.source = f.source and p.seq <= f.head as continues, p.newest, p.floor
      from tickgate.feed f left join tickgate.candle_position p on p.feed = f.name
      where f.name = $1
      """;

  // The lock on the row of the lease prevents a takeover by another process. A deposed leader finds
  // no row of its own. After the database was restored to an earlier state, the stored position
  // differs from the leader's.
  static final String MOVE =
      """
      with lease as (
        select from tickgate.feed where name = $1 and owner = $2 and term = $3 for share)
      insert into tickgate.candle_position as p (feed, source, epoch, seq, newest, floor)
      select $4, $5, $6, $7, $8, $9 from lease
      where $10::bigint is null
        or exists (select from tickgate.candle_position where feed = $4)
      on conflict (feed) do update
      set source = excluded.source, epoch = excluded.epoch, seq = excluded.seq,
        newest = greatest(p.newest, excluded.newest), floor = excluded.floor
      where p.epoch = $10 and p.seq = $11
      """;

  /** Adds ticks to candles, and returns the changed candles. */
  static final String MERGE =
      """
      insert into tickgate.candle as c (%1$s)
      select topic, period, time, ticks, open_at, open_offset, close_at, close_offset, %2$s
      from unnest($1::text[], $2::integer[], $3::timestamptz[], $4::bigint[], $5::timestamptz[],
        $6::bigint[], $7::timestamptz[], $8::bigint[], %3$s) as new (%1$s)
      on conflict (topic, period, time) do update set
        ticks = c.ticks + excluded.ticks,
        %4$s,
        bid_high = greatest(c.bid_high, excluded.bid_high),
        ask_high = greatest(c.ask_high, excluded.ask_high),
        mid_high = greatest(c.mid_high, excluded.mid_high),
        bid_low = least(c.bid_low, excluded.bid_low),
        ask_low = least(c.ask_low, excluded.ask_low),
        mid_low = least(c.mid_low, excluded.mid_low)
      returning %1$s
      """
          .formatted(COLUMNS, numbers(), arrays(), ends());

  /** The two newest candles of each series. */
  static final String NEWEST =
      """
      select found.* from unnest($1::text[], $2::integer[]) as wanted (topic, period)
      cross join lateral (
        select %1$s from tickgate.candle c
        where c.topic = wanted.topic and c.period = wanted.period
        order by c.time desc limit 2) found
      """
          .formatted(COLUMNS);

  /** The first candles of a span, in order of time. */
  static final String SPAN =
      """
      select %1$s, (select max(time) from tickgate.candle where topic = $1 and period = $2) as newest
      from tickgate.candle
      where topic = $1 and period = $2 and time >= $3 and time < $4
      order by time limit $5
      """
          .formatted(COLUMNS);

  /** The newest candles before a time, the newest first. */
  static final String BEFORE =
      """
      select %1$s, (select max(time) from tickgate.candle where topic = $1 and period = $2) as newest
      from tickgate.candle
      where topic = $1 and period = $2 and time < $3
      order by time desc limit $4
      """
          .formatted(COLUMNS);

  static final String PURGE =
      """
      delete from tickgate.candle where ctid = any(array(
        select ctid from tickgate.candle where period = $1 and time < $2 limit $3))
      """;

  private CandleSql() {}

  private static String numbers() {
    return PRICES.stream().map(price -> price + "::numeric").collect(Collectors.joining(", "));
  }

  /** The assignments of open and close, which are prices of the earliest and the latest tick. */
  private static String ends() {
    String earlier = "(excluded.open_at, excluded.open_offset) < (c.open_at, c.open_offset)";
    String later = "(excluded.close_at, excluded.close_offset) > (c.close_at, c.close_offset)";
    return Stream.concat(
            Stream.of("open_at", "open_offset", "bid_open", "ask_open", "mid_open")
                .map(column -> end(column, earlier)),
            Stream.of("close_at", "close_offset", "bid_close", "ask_close", "mid_close")
                .map(column -> end(column, later)))
        .collect(Collectors.joining(", "));
  }

  private static String end(String column, String condition) {
    return "%1$s = case when %2$s then excluded.%1$s else c.%1$s end".formatted(column, condition);
  }

  private static String arrays() {
    return Stream.iterate(9, parameter -> parameter + 1)
        .limit(PRICES.size())
        .map(parameter -> "$" + parameter + "::text[]")
        .collect(Collectors.joining(", "));
  }
}
