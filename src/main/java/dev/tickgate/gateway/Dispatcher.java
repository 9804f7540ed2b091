package dev.tickgate.gateway;

import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Session;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.protocol.Command;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.protocol.Reply;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** One command of a client becomes one call. */
final class Dispatcher {
  private final Hub hub;
  private final CommandRate.Allowance pace;
  private final GatewayMetrics metrics;
  private final InstantSource clock;
  private final LongSupplier nanos;

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  Dispatcher(
      Hub hub,
      CommandRate.Allowance pace,
      GatewayMetrics metrics,
      InstantSource clock,
      LongSupplier nanos) {
    this.hub = hub;
    this.pace = pace;
    this.metrics = metrics;
    this.clock = clock;
    this.nanos = nanos;
  }

  /** Takes what one client sends from now on, in the words of its format. */
  Consumer<String> listen(Session session) {
    CommandRate rate = new CommandRate(pace, nanos.getAsLong());
    return message -> received(session, rate, message);
  }

  private void received(Session session, CommandRate rate, String message) {
    // What was under way when the session ended is nobody's.
    if (session.hasEnded()) {
      return;
    }
    session.heard();
    switch (rate.next(nanos.getAsLong())) {
      case ALLOWED -> dispatch(session, session.format().read(message));
      case REFUSED -> {
        metrics.reached(Limit.COMMANDS);
        session.reply(new Reply.Failure(ErrorCode.RATE_LIMITED, clock.instant()));
      }
      case EXCESSIVE -> {
        metrics.reached(Limit.COMMANDS);
        hub.end(session, CloseCode.RATE_LIMITED);
      }
    }
    hub.flush();
  }

  private void dispatch(Session session, Command command) {
    if (command instanceof Command.Subscribe subscribe) {
      hub.subscribe(session, subscribe, true);
    } else if (command instanceof Command.Unsubscribe unsubscribe) {
      hub.unsubscribe(session, unsubscribe.topic());
    } else if (command instanceof Command.Ping) {
      session.reply(new Reply.Pong(clock.instant()));
    } else if (command instanceof Command.Refused refused) {
      session.reply(new Reply.Failure(refused.code(), clock.instant()));
    }
  }
}
