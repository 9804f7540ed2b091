package dev.tickgate.endpoint;

import dev.tickgate.http.Answers;
import dev.tickgate.http.HttpErrors;
import dev.tickgate.hub.Hub;
import dev.tickgate.replica.FeedTopics;
import dev.tickgate.stream.Publication;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * {@code GET /api/ticks/{symbol}?limit=}: the newest ticks in the memory of this node. For a query
 * with a span of time, {@link TickPagesApi} answers, and with {@code points} {@link HistoryApi}.
 */
final class TicksApi {
  static final int DEFAULT_LIMIT = 900;
  static final int MAX_LIMIT = 10_000;

  private final Hub hub;
  private final Answers answers;
  private final HistoryApi history;
  private final TickPagesApi pages;
  private final Instruments instruments;
  private final FeedTopics topics;

  TicksApi(
      Hub hub,
      Answers answers,
      HistoryApi history,
      TickPagesApi pages,
      Instruments instruments,
      FeedTopics topics) {
    this.hub = hub;
    this.answers = answers;
    this.history = history;
    this.pages = pages;
    this.instruments = instruments;
    this.topics = topics;
  }

  /** Answers a request that has passed an {@link InstrumentHandler}. */
  void handle(RoutingContext context) {
    Instrument instrument = InstrumentHandler.instrument(context);
    MultiMap query = context.request().params();
    PageQuery.Reading reading = PageQuery.read(query, DEFAULT_LIMIT, MAX_LIMIT);
    if (query.contains("points")) {
      history.answer(context, instrument);
    } else if (reading instanceof PageQuery.Reading.Read read) {
      answer(context, instrument, read.query());
    } else {
      refuse(context, reading);
    }
  }

  static void refuse(RoutingContext context, PageQuery.Reading reading) {
    if (reading instanceof PageQuery.Reading.InvalidLimit) {
      HttpErrors.send(
          context, 400, "INVALID_LIMIT", "limit must be a number from 1 to " + MAX_LIMIT + ".");
    } else {
      HttpErrors.send(
          context,
          400,
          "INVALID_RANGE",
          "from must be a time (2026-02-16T13:05:10Z) or the value of next, to a time behind it. "
              + PageQuery.BOUNDS);
    }
  }

  private void answer(RoutingContext context, Instrument instrument, PageQuery query) {
    if (query.from().isPresent() || query.to().isPresent() || query.after().isPresent()) {
      pages.answer(context, instrument, query);
    } else {
      newest(instrument, query.limit())
          .onSuccess(ticks -> send(context, instrument.symbol(), query.limit(), ticks))
          .onFailure(unanswered -> TickPagesApi.unavailable(context));
    }
  }

  /**
   * Returns the newest ticks; the leader answers for a symbol of a table without a subscriber here.
   * Fails if that leader does not answer.
   */
  private Future<List<Publication>> newest(Instrument instrument, int limit) {
    List<Publication> ticks = hub.newest(instrument.topic(), limit);
    return ticks.isEmpty() && instruments.isOfTable(instrument)
        ? topics.newest(instrument.feed(), instrument.topic(), limit)
        : Future.succeededFuture(ticks);
  }

  private void send(RoutingContext context, String symbol, int limit, List<Publication> ticks) {
    answers.send(context, key(symbol, limit, ticks), () -> body(symbol, ticks));
  }

  /**
   * The state on which the answer depends. Older ticks may be added to it before the newest one.
   */
  private static String key(String symbol, int limit, List<Publication> ticks) {
    return ticks.isEmpty()
        ? symbol
        : "%s %d %d %s %s"
            .formatted(
                symbol,
                limit,
                ticks.size(),
                ticks.get(0).position(),
                ticks.get(ticks.size() - 1).position());
  }

  // Built from the bytes that subscribers receive, so that history and stream have the same digits.
  private static byte[] body(String symbol, List<Publication> ticks) {
    Buffer body = Buffer.buffer("{\"symbol\":\"" + symbol + "\",\"ticks\":[");
    String separator = "";
    for (Publication tick : ticks) {
      body.appendString(separator).appendBytes(tick.json());
      separator = ",";
    }
    return body.appendString("]}").getBytes();
  }
}
