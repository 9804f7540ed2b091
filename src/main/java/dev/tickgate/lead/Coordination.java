package dev.tickgate.lead;

import dev.tickgate.store.Database;
import io.vertx.sqlclient.Pool;
import java.util.Optional;

/**
 * The database that has the schema {@code tickgate}, as a feed reaches it.
 *
 * @param sessions for LISTEN, which needs a session of its own; empty where only a pooler in
 *     transaction mode leads there
 * @param writes whether it takes writes
 */
public record Coordination(Pool pool, Optional<Database> sessions, WriteHealth writes) {}
