package dev.tickgate.watchlist;

import dev.tickgate.market.ProfitAndLoss;
import io.vertx.core.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The message {@code price_update} of one list: prices, changes, profit and loss, and totals. */
final class PriceUpdate {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

  private PriceUpdate() {}

  /**
   * @param prices returns the prices of a company; never null
   */
  static String of(long list, List<Item> items, Function<Item, Price> prices, Instant now) {
    Map<String, Total> totals = new LinkedHashMap<>();
    String stocks =
        items.stream()
            .map(item -> stock(item, prices.apply(item), totals))
            .collect(Collectors.joining(","));
    String time =
        items.isEmpty()
            ? "null"
            : '"' + TIME.format(LocalDateTime.ofInstant(now, ZoneOffset.UTC)) + '"';
    return "{\"type\":\"price_update\",\"watchlist_id\":%d,\"stocks\":[%s],\"timestamp\":%s,\"totals\":[%s]}"
        .formatted(
            list,
            stocks,
            time,
            totals.entrySet().stream()
                .map(total -> total.getValue().json(total.getKey()))
                .collect(Collectors.joining(",")));
  }

  private static String stock(Item item, Price price, Map<String, Total> totals) {
    Optional<BigDecimal> current = price.of(item.holding());
    Optional<BigDecimal> close = price.previousClose();
    Optional<BigDecimal> change =
        current.flatMap(now -> close.map(then -> ProfitAndLoss.change(now, then)));
    Optional<BigDecimal> percent =
        current.flatMap(now -> close.flatMap(then -> ProfitAndLoss.changePercent(now, then)));
    String held =
        item.holding().map(holding -> held(holding, current, total(totals, item))).orElse("");
    return "{\"company_id\":%d,\"ticker_symbol\":%s,\"company_name\":%s,\"current_price\":%s,\"change\":%s,\"change_percent\":%s%s}"
        .formatted(
            item.companyId(),
            Json.encode(item.tickerSymbol()),
            Json.encode(item.companyName()),
            number(current),
            number(change),
            number(percent),
            held);
  }

  private static Total total(Map<String, Total> totals, Item item) {
    return totals.computeIfAbsent(item.currency(), currency -> new Total());
  }

  private static String held(Holding holding, Optional<BigDecimal> current, Total total) {
    current.ifPresent(price -> total.add(holding, price));
    Optional<BigDecimal> gained =
        current.map(
            price -> ProfitAndLoss.unrealized(price, holding.purchasePrice(), holding.quantity()));
    return ",\"quantity\":%s,\"purchase_price\":%s,\"unrealized_pl\":%s"
        .formatted(number(holding.quantity()), number(holding.purchasePrice()), number(gained));
  }

  private static String number(Optional<BigDecimal> value) {
    return value.map(PriceUpdate::number).orElse("null");
  }

  /** Formats a number with at least one decimal, as the protocol requires: {@code 2650.0}. */
  private static String number(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return (stripped.scale() < 1 ? stripped.setScale(1) : stripped).toPlainString();
  }

  /** The positions of one currency whose prices are known. */
  private static final class Total {
    private BigDecimal cost = BigDecimal.ZERO;
    private BigDecimal value = BigDecimal.ZERO;

    void add(Holding holding, BigDecimal price) {
      cost = cost.add(holding.purchasePrice().multiply(holding.quantity()));
      value = value.add(price.multiply(holding.quantity()));
    }

    String json(String currency) {
      return "{\"currency\":%s,\"cost\":%s,\"value\":%s,\"unrealized_pl\":%s}"
          .formatted(
              Json.encode(currency),
              number(ProfitAndLoss.rounded(cost)),
              number(ProfitAndLoss.rounded(value)),
              number(ProfitAndLoss.rounded(value.subtract(cost))));
    }
  }
}
