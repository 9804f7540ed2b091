package dev.tickgate.lead;

import io.vertx.core.Future;

/** Creates the tables and the row that a lease needs, once. Confined to the poller's event loop. */
final class LeaseRow {
  private final Coordination coordination;
  private final Lease lease;
  private boolean exists;

  LeaseRow(Coordination coordination, Lease lease) {
    this.coordination = coordination;
    this.lease = lease;
  }

  Future<Void> ensure() {
    if (exists) {
      return Future.succeededFuture();
    }
    return Journal.SCHEMA
        .migrate(coordination.pool())
        .compose(migrated -> lease.ensureRow())
        .onSuccess(ready -> exists = true);
  }

  /** An operator deleted the feed's row. */
  void deleted() {
    exists = false;
  }
}
