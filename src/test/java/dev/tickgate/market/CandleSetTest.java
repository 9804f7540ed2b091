package dev.tickgate.market;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CandleSetTest {
  private static final TradingDay DAYS = TradingDay.parse("17:00 America/New_York").orElseThrow();
  // Around the end of a trading day.
  private static final Instant BASE = Instant.parse("2026-02-16T21:59:57Z");

  /** A tick and its offset. */
  private record Published(Tick tick, long offset) {
    TickKey key() {
      return new TickKey(tick.timestamp(), offset);
    }
  }

  @Test
  void aLateTickChangesTheCandleOfItsOwnBucket() {
    CandleSet set = new CandleSet(DAYS);
    set.add(tick("10:00:30.000", "2"), 1);
    set.add(tick("10:01:10.000", "5"), 2);
    set.add(tick("10:00:10.000", "1"), 3);
    set.add(tick("10:00:50.000", "3"), 4);

    List<Candle> minutes = sorted(set.candles().get(CandleInterval.MINUTE));

    assertThat(minutes).hasSize(2);
    assertThat(minutes.get(0).bid()).isEqualTo(ohlc("1", "3", "1", "3"));
    assertThat(minutes.get(0).ticks()).isEqualTo(3);
    assertThat(minutes.get(1).bid()).isEqualTo(ohlc("5", "5", "5", "5"));
  }

  @Test
  void ofTicksOfOneTimeTheOffsetsDecide() {
    CandleSet set = new CandleSet(DAYS);
    set.add(tick("10:00:30.000", "2"), 8);
    set.add(tick("10:00:30.000", "1"), 9);
    set.add(tick("10:00:30.000", "3"), 7);

    Candle minute = sorted(set.candles().get(CandleInterval.MINUTE)).get(0);

    assertThat(minute.bid()).isEqualTo(ohlc("3", "3", "1", "1"));
  }

  @Test
  void aBucketWithoutTicksHasNoCandle() {
    CandleSet set = new CandleSet(DAYS);
    set.add(tick("10:00:00.000", "1"), 1);
    set.add(tick("12:00:00.000", "1"), 2);

    assertThat(set.candles().get(CandleInterval.MINUTE)).hasSize(2);
    assertThat(set.candles().get(CandleInterval.FOUR_HOURS)).hasSize(2);
    assertThat(set.candles().get(CandleInterval.DAY)).hasSize(1);
  }

  @Test
  void theMidIsExact() {
    CandleSet set = new CandleSet(DAYS);
    set.add(new Tick("X", new BigDecimal("151.245"), new BigDecimal("151.2480"), BASE), 1);

    Candle day = set.candles().get(CandleInterval.DAY).iterator().next();

    assertThat(day.mid()).isEqualTo(ohlc("151.2465", "151.2465", "151.2465", "151.2465"));
    assertThat(day.ask().open().toPlainString()).isEqualTo("151.248");
  }

  @Property(tries = 500)
  void anyOrderOfArrivalGivesTheCandlesOfAFullComputation(
      @ForAll("ticks") List<Published> ticks, @ForAll Random random) {
    List<Published> arrival = new ArrayList<>(ticks);
    Collections.shuffle(arrival, random);
    CandleSet set = new CandleSet(DAYS);
    arrival.forEach(each -> set.add(each.tick(), each.offset()));

    Map<CandleInterval, Collection<Candle>> candles = set.candles();

    for (CandleInterval interval : CandleInterval.values()) {
      assertThat(sorted(candles.get(interval))).isEqualTo(computed(ticks, interval));
    }
  }

  @Property(tries = 500)
  void candlesOfPartsMergeToTheCandlesOfAll(
      @ForAll("ticks") List<Published> ticks, @ForAll Random random) {
    Map<Instant, Candle> merged = new HashMap<>();
    List<Published> rest = new ArrayList<>(ticks);
    Collections.shuffle(rest, random);
    while (!rest.isEmpty()) {
      List<Published> part = rest.subList(0, 1 + random.nextInt(rest.size()));
      CandleSet set = new CandleSet(DAYS);
      part.forEach(each -> set.add(each.tick(), each.offset()));
      part.clear();
      set.candles()
          .get(CandleInterval.MINUTE)
          .forEach(candle -> merged.merge(candle.time(), candle, Candle::merge));
    }

    assertThat(sorted(merged.values())).isEqualTo(computed(ticks, CandleInterval.MINUTE));
  }

  @Provide
  Arbitrary<List<Published>> ticks() {
    // Few times and prices, so that equal ones are common, on both sides of all kinds of bounds.
    Arbitrary<Tick> tick =
        Combinators.combine(
                Arbitraries.integers().between(0, 40), Arbitraries.integers().between(1, 20))
            .as(
                (quarters, bid) ->
                    new Tick(
                        "X",
                        BigDecimal.valueOf(bid, 1),
                        BigDecimal.valueOf(bid * 10L + 15, 2),
                        BASE.plusMillis(quarters * 250L)));
    return tick.list()
        .ofMinSize(1)
        .ofMaxSize(60)
        .map(
            all -> {
              List<Published> published = new ArrayList<>();
              all.forEach(each -> published.add(new Published(each, published.size() + 1)));
              return published;
            });
  }

  /** All at once, from the sorted ticks of each bucket. */
  private static List<Candle> computed(List<Published> ticks, CandleInterval interval) {
    Map<Instant, List<Published>> buckets = new HashMap<>();
    ticks.forEach(
        each ->
            buckets
                .computeIfAbsent(
                    interval.bucket(each.tick().timestamp(), DAYS), bucket -> new ArrayList<>())
                .add(each));
    List<Candle> candles = new ArrayList<>();
    buckets.forEach(
        (bucket, of) -> {
          of.sort(comparing(Published::key));
          candles.add(
              new Candle(
                  bucket,
                  of.get(0).key(),
                  of.get(of.size() - 1).key(),
                  of.size(),
                  prices(of, PriceSide.BID),
                  prices(of, PriceSide.ASK),
                  prices(of, PriceSide.MID)));
        });
    return sorted(candles);
  }

  private static Ohlc prices(List<Published> sorted, PriceSide side) {
    List<BigDecimal> prices = sorted.stream().map(each -> side.of(each.tick())).toList();
    return new Ohlc(
        prices.get(0),
        prices.stream().max(BigDecimal::compareTo).orElseThrow(),
        prices.stream().min(BigDecimal::compareTo).orElseThrow(),
        prices.get(prices.size() - 1));
  }

  private static List<Candle> sorted(Collection<Candle> candles) {
    return candles.stream().sorted(comparing(Candle::time)).toList();
  }

  private static Tick tick(String time, String price) {
    BigDecimal both = new BigDecimal(price);
    return new Tick("X", both, both, Instant.parse("2026-02-16T" + time + "Z"));
  }

  private static Ohlc ohlc(String open, String high, String low, String close) {
    return new Ohlc(
        new BigDecimal(open), new BigDecimal(high), new BigDecimal(low), new BigDecimal(close));
  }
}
