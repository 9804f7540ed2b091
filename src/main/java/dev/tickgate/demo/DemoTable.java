package dev.tickgate.demo;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;

/** The table of the demo, exactly as the feed of the default configuration expects it. */
public final class DemoTable {
  public static final String NAME = "ticker_usd_jpy";

  // The lock comes first: two processes that start together would both find the table absent.
  private static final String CREATE =
      """
      set local client_min_messages = warning;
      select pg_advisory_xact_lock(8388345093901349990);
      create table if not exists ticker_usd_jpy (
        time timestamp primary key,
        bid double precision,
        ask double precision)
      """;

  private DemoTable() {}

  public static Future<Void> create(Pool pool) {
    return pool.withTransaction(connection -> connection.query(CREATE).execute()).mapEmpty();
  }
}
