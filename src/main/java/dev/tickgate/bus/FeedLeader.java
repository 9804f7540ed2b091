package dev.tickgate.bus;

import io.vertx.core.Future;

/**
 * Answers the questions of gateways to the leader of a feed; each answer may fail where it does not
 * lead any more.
 */
public interface FeedLeader {
  Future<CheckReply> check(CheckRequest request);

  Future<SyncReply> sync(SyncRequest request);

  /**
   * Accepts a report of the topics with subscribers; fails where no source of the feed depends on
   * it.
   */
  default Future<DemandReply> demand(DemandReport report) {
    return Future.failedFuture("takes no demand");
  }
}
