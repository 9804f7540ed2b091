package dev.tickgate.endpoint;

import dev.tickgate.access.Principal;
import dev.tickgate.http.HttpErrors;
import dev.tickgate.hub.Hub;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.replica.FeedTopics;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Runs before handlers of paths with a {@code :symbol}, after {@link AuthenticationHandler}. Finds
 * the instrument, and refuses a client that may not read its topic.
 */
public final class InstrumentHandler implements Handler<RoutingContext> {
  private static final String INSTRUMENT = "instrument";

  private final Hub hub;
  private final Instruments instruments;
  private final FeedTopics topics;

  InstrumentHandler(Hub hub, Instruments instruments, FeedTopics topics) {
    this.hub = hub;
    this.instruments = instruments;
    this.topics = topics;
  }

  /** Returns the instrument of the request; set by this handler. */
  public static Instrument instrument(RoutingContext context) {
    return context.get(INSTRUMENT);
  }

  @Override
  public void handle(RoutingContext context) {
    Optional<Instrument> found = instruments.ofSymbol(context.pathParam("symbol"));
    Principal principal = AuthenticationHandler.principal(context);
    if (found.isEmpty()) {
      unknown(context);
    } else if (!hub.rights().access().mayRead(principal, found.get().topic())) {
      AuthenticationHandler.refuse(context, ErrorCode.ACCESS_DENIED);
    } else {
      // Checks that the symbol exists, so that invented names do not reach the leader.
      instruments
          .exists(found.get(), topics)
          .onSuccess(
              exists -> {
                if (exists) {
                  context.put(INSTRUMENT, found.get()).next();
                } else {
                  unknown(context);
                }
              });
    }
  }

  private static void unknown(RoutingContext context) {
    HttpErrors.send(context, 404, ErrorCode.UNKNOWN_SYMBOL);
  }
}
