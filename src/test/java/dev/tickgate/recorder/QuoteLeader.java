package dev.tickgate.recorder;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.CheckReply;
import dev.tickgate.bus.CheckRequest;
import dev.tickgate.bus.DemandReply;
import dev.tickgate.bus.DemandReport;
import dev.tickgate.bus.FeedBatch;
import dev.tickgate.bus.FeedLeader;
import dev.tickgate.bus.FeedState;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.market.Tick;
import dev.tickgate.stream.History;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Recovery;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Leads a feed of quotes on demand, in memory. Any thread may call. */
final class QuoteLeader implements FeedLeader {
  private final Bus bus;
  private final String feed;
  private final Topic topic;
  private final Set<String> wanting = new HashSet<>();
  private History history;
  private long term = 1;
  private int asked;

  QuoteLeader(Bus bus, String feed, Topic topic) {
    this.bus = bus;
    this.feed = feed;
    this.topic = topic;
    restart();
  }

  Future<Bus.Registration> serve() {
    return bus.serve(feed, this);
  }

  /** A new leadership, with an epoch of its own. */
  synchronized void restart() {
    term++;
    history = new History(1_000);
    history.restart(new Position(term * 1_000, 0));
  }

  void quote(Instant time, String bid, String status) {
    Publication publication = lost(time, bid, status);
    Position position = publication.position();
    bus.publish(
        feed,
        new FeedBatch(term, term, position.epoch(), 0, position.offset(), List.of(publication)));
  }

  /** A quote that the bus loses. */
  synchronized Publication lost(Instant time, String bid, String status) {
    String tick = new Tick("USD_JPY", new BigDecimal(bid), new BigDecimal("200.5"), time).toJson();
    Publication publication =
        Publication.at(
            topic,
            history.head().orElseThrow().next(),
            tick.replace("}", ",\"status\":\"" + status + "\"}"));
    history.append(publication);
    return publication;
  }

  synchronized Set<String> wanting() {
    return Set.copyOf(wanting);
  }

  synchronized int asked() {
    return asked;
  }

  @Override
  public synchronized Future<DemandReply> demand(DemandReport report) {
    if (!report.wanted().isEmpty()) {
      wanting.add(report.node());
    }
    if (!report.unwanted().isEmpty()) {
      wanting.remove(report.node());
    }
    return Future.succeededFuture(new DemandReply(term, true));
  }

  @Override
  public synchronized Future<SyncReply> sync(SyncRequest request) {
    asked++;
    List<Publication> page =
        request
            .have()
            .map(have -> history.since(have, request.limit()))
            .filter(Recovery.Complete.class::isInstance)
            .map(recovery -> ((Recovery.Complete) recovery).missed())
            .orElseGet(() -> history.tail(request.limit()));
    return Future.succeededFuture(
        new SyncReply(
            term,
            term,
            history.head().orElseThrow().offset(),
            history.head().orElseThrow(),
            FeedState.LIVE,
            page));
  }

  @Override
  public Future<CheckReply> check(CheckRequest request) {
    return Future.failedFuture("no gateway is part of the test");
  }
}
