package dev.tickgate.http;

import java.util.function.LongSupplier;

/**
 * The connections and the sessions of the clients of this node, on all loops; the same limits hold
 * for either. A connection of a trusted proxy counts for the node, and for an address each request
 * over it while it is under way. A session counts whatever transport opened it, and however many
 * share a connection. Any thread may call.
 */
public final class ConnectionCounter {
  private static final int HEAP_SHARE = 8;

  private final AddressCounter connections;
  private final AddressCounter sessions;
  private final RequestRates requests;
  private final AnswerBudget answers;

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  public ConnectionCounter(Limits limits, LongSupplier nanos) {
    this.connections = new AddressCounter(limits, nanos);
    this.sessions = new AddressCounter(limits, nanos);
    this.requests = new RequestRates(limits, nanos);
    this.answers =
        new AnswerBudget(
            Math.min(limits.unreadAnswers(), Runtime.getRuntime().maxMemory() / HEAP_SHARE));
  }

  AddressCounter ofConnections() {
    return connections;
  }

  public AddressCounter ofSessions() {
    return sessions;
  }

  RequestRates requests() {
    return requests;
  }

  AnswerBudget answers() {
    return answers;
  }

  public int connections() {
    return connections.all();
  }

  public int sessions() {
    return sessions.all();
  }

  /** Addresses that have any connection. */
  int addresses() {
    return connections.addresses();
  }
}
