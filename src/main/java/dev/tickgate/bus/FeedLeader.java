package dev.tickgate.bus;

import io.vertx.core.Future;

/** The leader of a feed, as the gateways ask it; each answer may fail where it leads no more. */
public interface FeedLeader {
  Future<CheckReply> check(CheckRequest request);

  Future<SyncReply> sync(SyncRequest request);
}
