package dev.tickgate.lead;

import dev.tickgate.bus.CheckReply;
import dev.tickgate.bus.CheckRequest;
import dev.tickgate.bus.DemandReply;
import dev.tickgate.bus.DemandReport;
import dev.tickgate.bus.FeedLeader;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.stream.Position;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Passes the questions of gateways to the last leadership. A question with a term or position that
 * cannot exist while this process leads gets no answer. The leadership then checks its lease in the
 * database. Confined to the poller's event loop.
 */
final class GatewayQuestions implements FeedLeader {
  private final FeedIdentity feed;
  private final HighWater known;
  private final Supplier<Leadership> leadership;

  /**
   * @param leadership the last leadership, which answers until another leader is known; null in a
   *     standby
   */
  GatewayQuestions(FeedIdentity feed, HighWater known, Supplier<Leadership> leadership) {
    this.feed = feed;
    this.known = known;
    this.leadership = leadership;
  }

  @Override
  public Future<CheckReply> check(CheckRequest request) {
    Optional<Position> have =
        request.epoch() > 0
            ? Optional.of(new Position(request.epoch(), request.seq()))
            : Optional.empty();
    return isBelieved(request.term(), have) ? leadership.get().check(request) : doesNotLead();
  }

  @Override
  public Future<SyncReply> sync(SyncRequest request) {
    Optional<Position> have = feed.isOwn(request.topic()) ? request.have() : Optional.empty();
    return isBelieved(request.term(), have) ? leadership.get().sync(request) : doesNotLead();
  }

  @Override
  public Future<DemandReply> demand(DemandReport report) {
    return isBelieved(report.term(), Optional.empty())
        ? leadership.get().demand(report)
        : doesNotLead();
  }

  private static <T> Future<T> doesNotLead() {
    return Future.failedFuture("does not lead, or is not sure");
  }

  /** Whether the gateway's term and position are possible while this process leads. */
  private boolean isBelieved(long term, Optional<Position> have) {
    Leadership leading = leadership.get();
    if (leading == null) {
      return false;
    }
    Optional<Position> contradiction = leading.sequencer().contradiction(term, have);
    contradiction.ifPresent(
        head -> {
          known.saw(term, head);
          leading.doubt();
        });
    return contradiction.isEmpty();
  }
}
