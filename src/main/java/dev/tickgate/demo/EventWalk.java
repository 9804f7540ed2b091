package dev.tickgate.demo;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Generates plausible events of a shop: orders reduce the stock, deliveries refill it, prices
 * change, listings are created and deleted. Performs no I/O.
 */
public final class EventWalk {
  private static final List<String> PRODUCTS =
      List.of("A-1001", "A-1002", "B-2001", "B-2002", "C-3001", "C-3002", "D-4001", "D-4002");
  private static final List<String> MARKETS = List.of("JP", "US", "GB", "DE");
  private static final int FULL = 120;
  private static final int LOW = 15;

  private final RandomGenerator random;
  private final Set<String> channels;
  private final int[] stock = new int[PRODUCTS.size()];
  private final int[] price = new int[PRODUCTS.size()];
  private int order;
  private int listing;

  /**
   * One event, as a row of the outbox.
   *
   * @param payload a JSON object
   */
  record Row(String topic, String payload) {}

  /**
   * @param channels the channels to which events are published
   */
  public EventWalk(RandomGenerator random, Set<String> channels) {
    this.random = random;
    this.channels = Set.copyOf(channels);
    this.order = random.nextInt(10_000, 90_000);
    this.listing = random.nextInt(1_000, 9_000);
    for (int i = 0; i < stock.length; i++) {
      stock[i] = random.nextInt(LOW, FULL);
      price[i] = random.nextInt(8, 90) * 100;
    }
  }

  /** Returns the events of a second. */
  List<Row> next(Instant now) {
    List<Row> rows = new ArrayList<>();
    if (random.nextDouble() < 0.4) {
      order(rows, now);
    }
    int count = random.nextInt(0, 3);
    for (int i = 0; i < count; i++) {
      move(rows, now);
    }
    int restocked = random.nextInt(stock.length);
    if (stock[restocked] < LOW && random.nextDouble() < 0.5) {
      stock[restocked] += FULL;
      stockChanged(rows, now, restocked);
    }
    if (random.nextDouble() < 0.2) {
      list(rows, now);
    }
    rows.removeIf(row -> !channels.contains(row.topic().substring("events.".length())));
    return rows;
  }

  private void order(List<Row> rows, Instant now) {
    int product = random.nextInt(stock.length);
    int quantity = Math.min(random.nextInt(1, 5), stock[product]);
    if (quantity == 0) {
      return;
    }
    stock[product] -= quantity;
    String data =
        "{\"product\":\"%s\",\"quantity\":%d,\"total\":%d,\"market\":\"%s\"}"
            .formatted(PRODUCTS.get(product), quantity, quantity * price[product], market());
    String id = "order-" + ++order;
    rows.add(row("orders", "ORDER_RECEIVED", id, "created", data, now));
    stockChanged(rows, now, product);
  }

  private void stockChanged(List<Row> rows, Instant now, int product) {
    String data = "{\"stock\":%d}".formatted(stock[product]);
    rows.add(row("inventory", "INVENTORY_CHANGE", PRODUCTS.get(product), "updated", data, now));
  }

  private void move(List<Row> rows, Instant now) {
    int product = random.nextInt(price.length);
    int before = price[product];
    int step = random.nextBoolean() ? 10 : -10;
    price[product] = Math.max(100, before + step * random.nextInt(1, 6));
    String data = "{\"price\":%d,\"before\":%d}".formatted(price[product], before);
    rows.add(row("pricing", "PRICE_CHANGE", PRODUCTS.get(product), "updated", data, now));
  }

  private void list(List<Row> rows, Instant now) {
    String action = List.of("created", "updated", "updated", "deleted").get(random.nextInt(4));
    String id = "listing-" + (action.equals("created") ? ++listing : listing - random.nextInt(50));
    String product = PRODUCTS.get(random.nextInt(PRODUCTS.size()));
    String data = "{\"product\":\"%s\",\"market\":\"%s\"}".formatted(product, market());
    rows.add(row("listings", "LISTING_UPDATE", id, action, data, now));
  }

  private String market() {
    return MARKETS.get(random.nextInt(MARKETS.size()));
  }

  private static Row row(
      String channel, String type, String id, String action, String data, Instant now) {
    String payload =
        "{\"type\":\"%s\",\"payload\":{\"id\":\"%s\",\"action\":\"%s\",\"data\":%s},\"timestamp\":\"%s\"}"
            .formatted(type, id, action, data, now.truncatedTo(ChronoUnit.MILLIS));
    return new Row("events." + channel, payload);
  }
}
