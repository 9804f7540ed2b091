package dev.tickgate.gateway;

/**
 * The connections and the sessions of the clients of this node, on all loops; the same limits hold
 * for either. A connection of a trusted proxy counts for the node, and for an address each request
 * over it while it is under way. A session counts whatever transport opened it, and however many
 * share a connection. Any thread may call.
 */
public final class Census {
  private static final int HEAP_SHARE = 8;

  private final Tally connections;
  private final Tally sessions;
  private final RequestRates requests;
  private final AnswerBudget answers;

  public Census(Limits limits) {
    this.connections = new Tally(limits);
    this.sessions = new Tally(limits);
    this.requests = new RequestRates(limits);
    this.answers =
        new AnswerBudget(
            Math.min(limits.unreadAnswers(), Runtime.getRuntime().maxMemory() / HEAP_SHARE));
  }

  Tally ofConnections() {
    return connections;
  }

  Tally ofSessions() {
    return sessions;
  }

  RequestRates requests() {
    return requests;
  }

  AnswerBudget answers() {
    return answers;
  }

  int connections() {
    return connections.all();
  }

  int sessions() {
    return sessions.all();
  }

  /** Addresses that have any connection. */
  int addresses() {
    return connections.addresses();
  }
}
