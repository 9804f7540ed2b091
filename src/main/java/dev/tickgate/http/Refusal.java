package dev.tickgate.http;

/** How a client hears over HTTP that there is no room for it. */
record Refusal(int status, String code, String message) {
  static Refusal of(Limit limit) {
    return switch (limit) {
      case CONNECTIONS ->
          new Refusal(503, "SERVER_FULL", "This server has as many clients as it takes.");
      case CONNECTS, REQUESTS, ANSWERS ->
          new Refusal(503, "SERVER_BUSY", "Clients come faster than this server takes them.");
      case REQUESTS_PER_ADDRESS ->
          new Refusal(429, "TOO_MANY_REQUESTS", "Your address asks too often.");
      case CONNECTS_PER_ADDRESS ->
          new Refusal(429, "TOO_MANY_CONNECTS", "Your address connects too often.");
      default -> new Refusal(429, "TOO_MANY_CONNECTIONS", "Your address has too many connections.");
    };
  }
}
