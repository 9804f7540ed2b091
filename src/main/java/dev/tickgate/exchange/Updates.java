package dev.tickgate.exchange;

/** Gets the data of a connection, on its event loop. */
interface Updates {
  void quote(ExchangeConnection from, Quote quote);

  void frame(ExchangeConnection from, Subject subject, String payload, long sequence);

  void status(MarketStatus status);

  void unknown();
}
