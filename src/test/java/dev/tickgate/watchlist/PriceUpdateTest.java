package dev.tickgate.watchlist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.stream.Topic;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PriceUpdateTest {
  private static final Instant NOW = Instant.parse("2025-11-09T16:00:00.987Z");
  private static final Item TOYOTA =
      item(1, "7203", "トヨタ自動車株式会社", "JPY", held("100.00", "2500.00"));

  private static Item item(
      long id, String symbol, String name, String currency, Optional<Holding> holding) {
    return new Item(id, symbol, name, currency, Optional.empty(), holding);
  }

  private static Optional<Holding> held(String quantity, String price) {
    return Optional.of(new Holding(new BigDecimal(quantity), new BigDecimal(price)));
  }

  private static Price price(String price, String close) {
    return Price.of(Price.read(price), Price.read(close));
  }

  private static String of(List<Item> items, Map<Long, Price> prices) {
    return PriceUpdate.of(
        1, items, item -> prices.getOrDefault(item.companyId(), Price.UNKNOWN), NOW);
  }

  @Test
  void isTheDescribedMessageToTheLetter() {
    assertThat(of(List.of(TOYOTA), Map.of(1L, price("2650", "2600.0"))))
        .isEqualTo(
            "{\"type\":\"price_update\",\"watchlist_id\":1,\"stocks\":[{\"company_id\":1,"
                + "\"ticker_symbol\":\"7203\",\"company_name\":\"トヨタ自動車株式会社\","
                + "\"current_price\":2650.0,\"change\":50.0,\"change_percent\":1.92,"
                + "\"quantity\":100.0,\"purchase_price\":2500.0,\"unrealized_pl\":15000.0}],"
                + "\"timestamp\":\"2025-11-09T16:00:00\",\"totals\":[{\"currency\":\"JPY\","
                + "\"cost\":250000.0,\"value\":265000.0,\"unrealized_pl\":15000.0}]}");
  }

  @Test
  void aCompanyWithoutAPositionHasNoKeysOfOne() {
    Item watched = item(2, "A\"B", "", "JPY", Optional.empty());
    assertThat(of(List.of(watched), Map.of(2L, price("10.5", null))))
        .contains(
            "[{\"company_id\":2,\"ticker_symbol\":\"A\\\"B\",\"company_name\":\"\","
                + "\"current_price\":10.5,\"change\":null,\"change_percent\":null}]")
        .endsWith("\"totals\":[]}");
  }

  @Test
  void anUnknownPriceIsNullAndInNoTotal() {
    Item other = item(3, "X", "X", "JPY", held("2", "7"));
    assertThat(of(List.of(TOYOTA, other), Map.of(3L, price("NaN", "5"))))
        .contains("\"current_price\":null,\"change\":null,\"change_percent\":null,\"quantity\":2.0")
        .contains("\"unrealized_pl\":null}")
        .endsWith(
            "\"totals\":[{\"currency\":\"JPY\",\"cost\":0.0,\"value\":0.0,\"unrealized_pl\":0.0}]}");
  }

  @Test
  void anEmptyListHasNoTime() {
    assertThat(of(List.of(), Map.of()))
        .isEqualTo(
            "{\"type\":\"price_update\",\"watchlist_id\":1,\"stocks\":[],\"timestamp\":null,"
                + "\"totals\":[]}");
  }

  @Test
  void aLongPositionIsValuedAtTheBidAndAShortOneAtTheAsk() {
    Topic topic = new Topic("ticks.USD_JPY");
    Price quoted =
        price(null, "151")
            .quoted(new BigDecimal("151.2"), new BigDecimal("151.4"), new BigDecimal("151.3"));
    Map<String, String> expected =
        Map.of("1000", "151.2,\"change\":0.2", "-1000", "151.4,\"change\":0.4");
    expected.forEach(
        (quantity, shown) -> {
          Item item =
              new Item(4, "USD_JPY", "米ドル/円", "JPY", Optional.of(topic), held(quantity, "151.3"));
          assertThat(of(List.of(item), Map.of(4L, quoted)))
              .contains("\"current_price\":" + shown)
              .contains("\"unrealized_pl\":-100.0}]");
        });
    Item watched = new Item(4, "USD_JPY", "米ドル/円", "JPY", Optional.of(topic), Optional.empty());
    assertThat(of(List.of(watched), Map.of(4L, quoted))).contains("\"current_price\":151.3,");
  }

  @Test
  void totalsAreOfEachCurrency() {
    Item tether = item(5, "BTCUSDT", "Bitcoin", "USDT", held("-0.25", "60000"));
    assertThat(
            of(
                List.of(TOYOTA, tether),
                Map.of(1L, price("2650", "2600"), 5L, price("61000.005", "60000"))))
        .endsWith(
            "\"totals\":[{\"currency\":\"JPY\",\"cost\":250000.0,\"value\":265000.0,"
                + "\"unrealized_pl\":15000.0},{\"currency\":\"USDT\",\"cost\":-15000.0,"
                + "\"value\":-15250.0,\"unrealized_pl\":-250.0}]}");
  }

  @Test
  void totalsAreSummedExactlyAndRoundedAtTheEnd() {
    Item one = item(6, "A", "A", "USD", held("0.01", "9.50"));
    Item two = item(7, "B", "B", "USD", held("0.01", "9.40"));
    Price price = price("10.4", "10");
    // 0.095 + 0.094, and 0.104 + 0.104: rounded one by one they would be 0.19, 0.20 and 0.01.
    assertThat(of(List.of(one, two), Map.of(6L, price, 7L, price)))
        .endsWith(
            "\"totals\":[{\"currency\":\"USD\",\"cost\":0.19,\"value\":0.21,"
                + "\"unrealized_pl\":0.02}]}");
    // 0.095 and 0.104.
    assertThat(of(List.of(one), Map.of(6L, price)))
        .endsWith(
            "\"totals\":[{\"currency\":\"USD\",\"cost\":0.1,\"value\":0.1,"
                + "\"unrealized_pl\":0.01}]}");
  }

  @Test
  void totalsOfALongAndAShortPositionAreOfTheirSides() {
    Price quoted =
        price(null, "151")
            .quoted(new BigDecimal("151.2"), new BigDecimal("151.4"), new BigDecimal("151.3"));
    Item bought = item(4, "L", "L", "JPY", held("1000", "151"));
    Item sold = item(5, "S", "S", "JPY", held("-500", "151"));
    assertThat(of(List.of(bought, sold), Map.of(4L, quoted, 5L, quoted)))
        .endsWith(
            "\"totals\":[{\"currency\":\"JPY\",\"cost\":75500.0,\"value\":75500.0,"
                + "\"unrealized_pl\":0.0}]}");
  }

  @Test
  void aNumberThatIsNoPriceIsUnknown() {
    assertThat(List.of("NaN", "Infinity", "-Infinity", "1e400", "1" + "0".repeat(40)))
        .allSatisfy(text -> assertThat(Price.read(text)).isEmpty());
    assertThat(Price.read("1.50")).contains(new BigDecimal("1.50"));
  }
}
