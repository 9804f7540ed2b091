package dev.tickgate.lead;

import dev.tickgate.store.Database;
import io.vertx.sqlclient.Pool;
import java.util.Optional;

/**
 * The database with the schema {@code tickgate}, and how a feed connects to it.
 *
 * @param sessions the database for LISTEN, which needs a session of its own; empty where it is
 *     reachable only through a pooler in transaction mode
 * @param writes whether it accepts writes
 */
public record Coordination(Pool pool, Optional<Database> sessions, WriteHealth writes) {}
