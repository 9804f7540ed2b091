package dev.tickgate.exchange;

import java.util.Optional;

/** Receives the data of the connections to an exchange, on their event loop. */
interface Updates {
  void quote(ExchangeConnection from, Quote quote);

  void frame(ExchangeConnection from, Subject subject, String payload, long sequence);

  /** The exchange refused a subject; empty where the subject is unknown. */
  void refused(Optional<Subject> subject, Refusal refusal);

  void status(MarketStatus status);

  void unknown();
}
