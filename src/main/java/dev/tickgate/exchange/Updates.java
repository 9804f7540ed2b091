package dev.tickgate.exchange;

import java.util.Optional;

/** Gets what connections to an exchange receive, on their event loop. */
interface Updates {
  void quote(ExchangeConnection from, Quote quote);

  void frame(ExchangeConnection from, Subject subject, String payload, long sequence);

  /** The exchange refused a subject; empty where nothing tells which one. */
  void refused(Optional<Subject> subject, Refusal refusal);

  void status(MarketStatus status);

  void unknown();
}
