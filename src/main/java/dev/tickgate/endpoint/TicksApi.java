package dev.tickgate.endpoint;

import dev.tickgate.access.Principal;
import dev.tickgate.http.Answers;
import dev.tickgate.http.HttpErrors;
import dev.tickgate.http.Responses;
import dev.tickgate.hub.Hub;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.replica.FeedTopics;
import dev.tickgate.stream.Publication;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code GET /api/ticks/{symbol}?limit=}: the newest ticks that this node remembers. With a span of
 * time in the query, {@link HistoryApi} answers.
 */
final class TicksApi {
  private static final int DEFAULT_LIMIT = 900;
  private static final int MAX_LIMIT = 10_000;

  private final Hub hub;
  private final AuthenticationHandler identify;
  private final Answers answers;
  private final HistoryApi history;
  private final Instruments instruments;
  private final FeedTopics topics;

  TicksApi(
      Hub hub,
      AuthenticationHandler identify,
      Answers answers,
      HistoryApi history,
      Instruments instruments,
      FeedTopics topics) {
    this.hub = hub;
    this.identify = identify;
    this.answers = answers;
    this.history = history;
    this.instruments = instruments;
    this.topics = topics;
  }

  void mount(Router router) {
    Responses.route(router, "/api/ticks/:symbol").handler(identify).handler(this::ticks);
  }

  private void ticks(RoutingContext context) {
    Optional<Instrument> found = instruments.ofSymbol(context.pathParam("symbol"));
    Principal principal = AuthenticationHandler.principal(context);
    if (found.isEmpty()) {
      unknown(context);
    } else if (!hub.rights().access().mayRead(principal, found.get().topic())) {
      AuthenticationHandler.refuse(context, ErrorCode.ACCESS_DENIED);
    } else {
      // The leader is not asked for names that clients invent.
      instruments
          .exists(found.get(), topics)
          .onSuccess(
              exists -> {
                if (exists) {
                  answer(context, found.get());
                } else {
                  unknown(context);
                }
              });
    }
  }

  private static void unknown(RoutingContext context) {
    HttpErrors.send(context, 404, "UNKNOWN_SYMBOL", "No feed has this symbol.");
  }

  private void answer(RoutingContext context, Instrument instrument) {
    OptionalInt limit = limit(context.request().getParam("limit"));
    if (HistoryApi.isAsked(context.request().params())) {
      history.answer(context, instrument);
    } else if (limit.isEmpty()) {
      HttpErrors.send(
          context, 400, "INVALID_LIMIT", "limit must be a number from 1 to " + MAX_LIMIT + ".");
    } else {
      newest(instrument, limit.getAsInt())
          .onSuccess(ticks -> send(context, instrument.symbol(), limit.getAsInt(), ticks));
    }
  }

  /** Of a table's symbol that nobody here subscribes to, as the leader remembers them. */
  private Future<List<Publication>> newest(Instrument instrument, int limit) {
    List<Publication> ticks = hub.newest(instrument.topic(), limit);
    return ticks.isEmpty() && instruments.isOfTable(instrument)
        ? topics.newest(instrument.feed(), instrument.topic(), limit).otherwise(ticks)
        : Future.succeededFuture(ticks);
  }

  private void send(RoutingContext context, String symbol, int limit, List<Publication> ticks) {
    answers.send(context, key(symbol, limit, ticks), () -> body(symbol, ticks));
  }

  private static OptionalInt limit(String text) {
    if (text == null) {
      return OptionalInt.of(DEFAULT_LIMIT);
    }
    if (!text.matches("[0-9]{1,5}")) {
      return OptionalInt.empty();
    }
    int limit = Integer.parseInt(text);
    return limit >= 1 && limit <= MAX_LIMIT ? OptionalInt.of(limit) : OptionalInt.empty();
  }

  /** The state that the answer depends on: older ticks may be filled in below the newest. */
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

  // Put together from the bytes that clients get, so that history and stream agree to the digit.
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
