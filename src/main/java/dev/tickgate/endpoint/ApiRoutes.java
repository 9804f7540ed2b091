package dev.tickgate.endpoint;

import dev.tickgate.auth.AuthServices;
import dev.tickgate.bus.Bus;
import dev.tickgate.http.Answers;
import dev.tickgate.http.Responses;
import dev.tickgate.hub.Hub;
import dev.tickgate.publish.Publisher;
import dev.tickgate.replica.FeedTopics;
import dev.tickgate.replica.JournalSamplesCache;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.InstantSource;

/**
 * The paths that every gateway serves, for one event loop: ticks, symbols, publishing, tokens, and
 * the pages.
 *
 * @param symbol runs before handlers of one symbol
 */
record ApiRoutes(
    Vertx vertx,
    Hub hub,
    AuthenticationHandler identify,
    AuthServices authServices,
    InstrumentHandler symbol,
    Instruments instruments,
    FeedTopics topics,
    Bus bus,
    JournalSamplesCache samples,
    Publisher publisher,
    Answers answers,
    InstantSource clock) {
  private static final OpenApiDocument DOCUMENT = new OpenApiDocument("/api/openapi.json", "ticks");

  /** Mounts the paths. To be called last, because the pages answer every path. */
  void mount(Router router) {
    TicksApi ticks =
        new TicksApi(
            hub,
            answers,
            new HistoryApi(hub, samples, answers, clock),
            new TickPagesApi(bus, answers),
            instruments,
            topics);
    Responses.route(router, "/api/ticks/:symbol")
        .handler(identify)
        .handler(symbol)
        .handler(ticks::handle);
    DOCUMENT.mount(router);
    new SymbolsApi(hub, identify, instruments, topics, clock).mount(router);
    new PublishApi(hub, identify, publisher).mount(router);
    authServices
        .tokenService()
        .ifPresent(tokenService -> new AuthApi(tokenService, identify).mount(router));
    Pages.mount(router, vertx, answers);
  }
}
