package dev.tickgate.cli;

/** The measured costs that {@code tickgate capacity} uses, each with its unit. */
enum Cost {
  CONNECTION_WEBSOCKET("connection.websocket", "KiB of memory"),
  CONNECTION_SOCKJS("connection.sockjs", "KiB of memory"),
  CONNECTION_SSE("connection.sse", "KiB of memory"),
  CONNECTION_IDLE("connection.idle", "µs a second: pings and heartbeats"),
  WRITE_WEBSOCKET("write.websocket", "µs: one write to one client, of any number of publications"),
  WRITE_SOCKJS("write.sockjs", "µs"),
  WRITE_SSE("write.sse", "µs"),
  DELIVERY("delivery", "µs a publication in a write"),
  DELIVERY_KIB("delivery.kib", "µs a KiB in a write"),
  GATEWAY_MEMORY("gateway.memory", "MiB of a gateway without clients"),
  GATEWAY_IDLE("gateway.idle", "ms a second of a gateway without clients"),
  GATEWAY_BATCH("gateway.batch", "µs a batch that a gateway receives"),
  GATEWAY_PUBLICATION("gateway.publication", "µs a publication that a gateway receives"),
  HISTORY("history", "bytes of memory of a publication, beside its own"),
  FEED_LEADER("feed.leader", "ms a second of a feed without rows"),
  FEED_DATABASE("feed.database", "ms a second of a feed without rows"),
  FEED_TRANSACTIONS("feed.transactions", "transactions a second of a feed without rows"),
  BATCH_LEADER("batch.leader", "µs a look that finds rows"),
  BATCH_DATABASE("batch.database", "µs a look that finds rows"),
  BATCH_TRANSACTIONS("batch.transactions", "transactions of a look that finds rows"),
  ROW_LEADER("row.leader", "µs a row"),
  ROW_DATABASE("row.database", "µs a row"),
  ROWS("rows", "rows a second of one feed, at most"),
  BUS_LEADER("bus.leader", "µs a batch and gateway"),
  BUS_BATCH("bus.batch", "bytes a batch and gateway, beside the publications"),
  BUS_PUBLICATION("bus.publication", "bytes a publication and gateway, beside its own"),
  CHECK_LEADER("check.leader", "ms a second, gateway and feed: questions of gateways"),
  CHECK("check", "bytes a second, gateway and feed");

  private final String key;
  private final String unit;

  Cost(String key, String unit) {
    this.key = key;
    this.unit = unit;
  }

  String key() {
    return key;
  }

  String unit() {
    return unit;
  }
}
