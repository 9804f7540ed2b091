package dev.tickgate.endpoint;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.TicksPage;
import dev.tickgate.bus.TicksRequest;
import dev.tickgate.http.Answers;
import dev.tickgate.http.HttpErrors;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * {@code GET /api/ticks/{symbol}?from=&to=&limit=}: the ticks of a span of time, page by page. A
 * poller of the feed reads them from its table and its journal.
 */
final class TickPagesApi {
  private static final Duration SOON = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(9);

  private final Bus bus;
  private final Answers answers;

  TickPagesApi(Bus bus, Answers answers) {
    this.bus = bus;
    this.answers = answers;
  }

  void answer(RoutingContext context, Instrument instrument, PageQuery query) {
    TicksRequest request =
        new TicksRequest(
            instrument.feed(),
            instrument.topic(),
            query.from(),
            query.to(),
            query.after(),
            query.limit());
    bus.journalQueries()
        .ticks(request, SOON)
        // The first poller may have been killed; another one may take longer.
        .recover(unanswered -> bus.journalQueries().ticks(request, ANSWER))
        .onSuccess(page -> send(context, instrument.symbol(), page))
        .onFailure(nobody -> unavailable(context));
  }

  private void send(RoutingContext context, String symbol, TicksPage page) {
    if (page.expired()) {
      HttpErrors.send(
          context,
          410,
          "CURSOR_EXPIRED",
          "The journal has no more the ticks behind this cursor: begin again with a time.");
      return;
    }
    String body =
        "{\"symbol\":\"%s\",\"ticks\":[%s],\"next\":%s}"
            .formatted(
                symbol,
                page.ticks(),
                page.next().map(next -> '"' + next.toString() + '"').orElse("null"));
    answers.sendTagged(context, body.getBytes(StandardCharsets.UTF_8));
  }

  static void unavailable(RoutingContext context) {
    context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
    HttpErrors.send(
        context, 503, "HISTORY_UNAVAILABLE", "No poller has answered: repeat the request later.");
  }
}
