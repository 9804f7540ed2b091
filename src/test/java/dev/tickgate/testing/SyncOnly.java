package dev.tickgate.testing;

import dev.tickgate.bus.CheckReply;
import dev.tickgate.bus.CheckRequest;
import dev.tickgate.bus.FeedLeader;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import io.vertx.core.Future;
import java.util.function.Function;

/** A leader that answers only requests for topics. */
public record SyncOnly(Function<SyncRequest, Future<SyncReply>> answers) implements FeedLeader {
  @Override
  public Future<CheckReply> check(CheckRequest request) {
    return Future.failedFuture("answers questions for topics only");
  }

  @Override
  public Future<SyncReply> sync(SyncRequest request) {
    return answers.apply(request);
  }
}
