package dev.tickgate.candle;

import dev.tickgate.bus.Bus;
import dev.tickgate.candle.CandleQueries.Question;
import dev.tickgate.endpoint.AuthenticationHandler;
import dev.tickgate.endpoint.Endpoint;
import dev.tickgate.endpoint.Instrument;
import dev.tickgate.endpoint.InstrumentHandler;
import dev.tickgate.endpoint.Mount;
import dev.tickgate.endpoint.MountFactory;
import dev.tickgate.endpoint.PageQuery;
import dev.tickgate.http.Answers;
import dev.tickgate.http.HttpErrors;
import dev.tickgate.http.Responses;
import dev.tickgate.market.CandleInterval;
import dev.tickgate.market.PriceSide;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Serves {@code GET /api/ticks/{symbol}/candles}: stored candles, a page at a time, read by a
 * poller. Confined to one event loop.
 */
public final class CandlesApi implements Mount {
  private static final int DEFAULT_LIMIT = 500;
  private static final int MAX_LIMIT = 5_000;
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(9);

  private final Bus bus;
  private final AuthenticationHandler identify;
  private final InstrumentHandler instruments;
  private final Answers answers;

  private CandlesApi(
      Bus bus, AuthenticationHandler identify, InstrumentHandler instruments, Answers answers) {
    this.bus = bus;
    this.identify = identify;
    this.instruments = instruments;
    this.answers = answers;
  }

  public static MountFactory of(Bus bus) {
    return parts -> new CandlesApi(bus, parts.identify(), parts.instruments(), parts.answers());
  }

  @Override
  public Optional<Endpoint> at(HttpServerRequest request) {
    return Optional.empty();
  }

  @Override
  public void mount(Router router) {
    Responses.route(router, "/api/ticks/:symbol/candles")
        .handler(identify)
        .handler(instruments)
        .handler(this::candles);
  }

  private void candles(RoutingContext context) {
    MultiMap query = context.request().params();
    Optional<CandleInterval> interval =
        CandleInterval.parse(Optional.ofNullable(query.get("interval")).orElse("1m"));
    Optional<PriceSide> side =
        PriceSide.parse(Optional.ofNullable(query.get("price")).orElse("mid"));
    PageQuery.Reading reading = PageQuery.read(query, DEFAULT_LIMIT, MAX_LIMIT);
    if (interval.isEmpty()) {
      HttpErrors.send(
          context, 400, "INVALID_INTERVAL", "interval must be 1s, 1m, 5m, 15m, 30m, 1h, 4h or 1d.");
    } else if (side.isEmpty()) {
      HttpErrors.send(context, 400, "INVALID_PRICE", "price must be bid, ask or mid.");
    } else if (reading instanceof PageQuery.Reading.InvalidLimit) {
      HttpErrors.send(
          context, 400, "INVALID_LIMIT", "limit must be a number from 1 to " + MAX_LIMIT + ".");
    } else if (reading instanceof PageQuery.Reading.Read read && read.query().after().isEmpty()) {
      Instrument instrument = InstrumentHandler.instrument(context);
      PageQuery page = read.query();
      ask(
          context,
          instrument,
          new Question(
              new Series(instrument.topic(), interval.get()),
              side.get(),
              page.from(),
              page.to(),
              page.limit()));
    } else {
      HttpErrors.send(
          context,
          400,
          "INVALID_RANGE",
          "from must be a time (2026-02-16T13:05:00Z), to a time behind it. " + PageQuery.BOUNDS);
    }
  }

  private void ask(RoutingContext context, Instrument instrument, Question question) {
    bus.nodes()
        .ask(CandleQueries.SUBJECT, question.toJson(), SOON)
        // The poller may have been killed. The second attempt allows more time.
        .recover(unanswered -> bus.nodes().ask(CandleQueries.SUBJECT, question.toJson(), ANSWER))
        .onSuccess(found -> send(context, instrument, question, found))
        .onFailure(nobody -> unavailable(context));
  }

  private void send(
      RoutingContext context, Instrument instrument, Question question, JsonObject found) {
    String next = found.getString("next");
    String body =
        "{\"symbol\":\"%s\",\"interval\":\"%s\",\"price\":\"%s\",\"candles\":[%s],\"next\":%s}"
            .formatted(
                instrument.symbol(),
                question.series().interval().label(),
                question.side().label(),
                found.getString("candles"),
                next == null ? "null" : '"' + next + '"');
    answers.sendTagged(context, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void unavailable(RoutingContext context) {
    context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
    HttpErrors.send(
        context, 503, "CANDLES_UNAVAILABLE", "No poller has answered: repeat the request later.");
  }
}
