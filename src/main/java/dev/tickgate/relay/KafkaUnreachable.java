package dev.tickgate.relay;

import java.io.IOException;

/** No broker has answered; the message is a sentence for operators. */
final class KafkaUnreachable extends IOException {
  private static final long serialVersionUID = 1L;

  KafkaUnreachable(String servers, Throwable cause) {
    super("no broker answers at " + servers, cause);
  }
}
