package dev.tickgate.http;

/** The HTTP response to a client that exceeds a limit. */
record Refusal(int status, String code, String message) {
  static Refusal of(Limit limit) {
    return switch (limit) {
      case CONNECTIONS ->
          new Refusal(503, "SERVER_FULL", "The server has reached its limit of clients.");
      case CONNECTS, REQUESTS, ANSWERS ->
          new Refusal(
              503,
              "SERVER_BUSY",
              "The server receives more requests or connections than it serves; try again later.");
      case REQUESTS_PER_ADDRESS ->
          new Refusal(
              429, "TOO_MANY_REQUESTS", "The client's address exceeds its rate limit of requests.");
      case CONNECTS_PER_ADDRESS ->
          new Refusal(
              429,
              "TOO_MANY_CONNECTS",
              "The client's address exceeds its rate limit of connections.");
      default ->
          new Refusal(
              429, "TOO_MANY_CONNECTIONS", "The client's address has too many connections.");
    };
  }
}
