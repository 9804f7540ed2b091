package dev.tickgate.feed;

import dev.tickgate.lead.Coordination;
import dev.tickgate.lead.Journal;
import dev.tickgate.lead.WriteHealth;
import dev.tickgate.store.Database;
import dev.tickgate.store.Schema;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.Optional;

/**
 * The connections of a node's feeds: few, whatever the number of clients.
 *
 * @param source the database with the tables; may be read-only
 * @param coordination the database with the schema {@code tickgate}
 * @param listen the source for LISTEN, which needs a session of its own; empty where it is
 *     reachable only through a pooler in transaction mode
 * @param leases the coordination database for LISTEN, likewise
 * @param writes whether the coordination database accepts writes
 */
public record FeedDatabases(
    Pool source,
    Pool coordination,
    Optional<Database> listen,
    Optional<Database> leases,
    WriteHealth writes) {
  /** Opens pools, which connect when first used. */
  public static FeedDatabases open(Database source, Database coordination) {
    return new FeedDatabases(
        source.pool(),
        coordination.pool(),
        source.sessions(),
        coordination.sessions(),
        new WriteHealth(System::nanoTime));
  }

  /** The tables that a poller needs in the coordination database. */
  public static Schema schema() {
    return Journal.SCHEMA;
  }

  /** The coordination database, for leaderships. */
  public Coordination leadership() {
    return new Coordination(coordination, leases, writes);
  }

  public Future<Void> close() {
    return source.close().eventually(coordination::close);
  }
}
