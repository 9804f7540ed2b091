package dev.tickgate.bus;

import io.vertx.core.Future;

/** The leader of a feed, as the gateways ask it; each answer may fail where it leads no more. */
public interface FeedLeader {
  Future<CheckReply> check(CheckRequest request);

  Future<SyncReply> sync(SyncRequest request);

  /** Takes what a gateway's clients want; fails where no source of the feed depends on it. */
  default Future<DemandReply> demand(DemandReport report) {
    return Future.failedFuture("takes no demand");
  }
}
