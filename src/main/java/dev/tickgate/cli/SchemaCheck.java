package dev.tickgate.cli;

import dev.tickgate.auth.AuthVerticle;
import dev.tickgate.candle.Candles;
import dev.tickgate.config.Config;
import dev.tickgate.config.Role;
import dev.tickgate.event.StatisticsVerticle;
import dev.tickgate.feed.FeedDatabases;
import dev.tickgate.feed.TableCheck.Level;
import dev.tickgate.room.Rooms;
import dev.tickgate.store.Schema;
import dev.tickgate.watchlist.Watchlists;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.List;

/** Rehearses the migrations that a process with these roles and settings applies. */
record SchemaCheck(Config config, CheckReport report) {
  /** Rehearses the migrations of the database with the tables of feeds. */
  Future<Void> source(String key, Pool pool) {
    List<Schema> needed =
        config.roles().contains(Role.POLLER)
            ? config.watchlists().flatMap(Watchlists::schema).stream().toList()
            : List.of();
    return rehearse(key, needed, pool);
  }

  /** Rehearses the migrations of the coordination database. */
  Future<Void> coordination(String key, Pool pool) {
    List<Schema> needed = new ArrayList<>();
    boolean polls = config.roles().contains(Role.POLLER);
    if (polls || leadsOthers()) {
      needed.add(FeedDatabases.schema());
    }
    if (polls && config.events()) {
      needed.add(StatisticsVerticle.schema());
    }
    if (polls && config.candles().isPresent()) {
      needed.add(Candles.schema());
    }
    if (polls && config.rooms().isPresent()) {
      needed.add(Rooms.schema());
    }
    if (config.roles().contains(Role.GATEWAY) && config.auth().isOn()) {
      needed.add(AuthVerticle.schema());
    }
    return rehearse(key, needed, pool);
  }

  /**
   * Whether the process leads feeds of exchanges or relays: their leases are in the tables of the
   * pollers.
   */
  private boolean leadsOthers() {
    return config.roles().contains(Role.EXCHANGE) && !config.exchanges().isEmpty()
        || config.roles().contains(Role.RELAY) && !config.relays().isEmpty();
  }

  private Future<Void> rehearse(String key, List<Schema> needed, Pool pool) {
    Future<Void> previous = Future.succeededFuture();
    for (Schema schema : needed) {
      previous = previous.compose(before -> rehearse(key, schema, pool));
    }
    return previous;
  }

  private Future<Void> rehearse(String key, Schema schema, Pool pool) {
    String subject = "%s, schema %s (%s)".formatted(key, schema.namespace(), schema.part());
    return report.guarded(
        subject,
        () ->
            schema
                .rehearse(pool)
                .onSuccess(done -> report.add(subject, Level.OK, "can be created and written")));
  }
}
