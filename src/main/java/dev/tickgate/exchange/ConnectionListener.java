package dev.tickgate.exchange;

import java.util.Optional;

/** Gets the events of one connection to an exchange, on its event loop. */
interface ConnectionListener extends Updates {
  /** The exchange refused a subject; empty where nothing tells which one. */
  void refused(ExchangeConnection from, Optional<Subject> subject, String code, String message);

  /** It is broken or closed, and sends nothing more. */
  void closed(ExchangeConnection from, String reason);
}
