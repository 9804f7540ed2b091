package dev.tickgate.lead;

import io.vertx.core.Future;

/** Creates what a lease needs in the database, once. Confined to the poller's event loop. */
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
