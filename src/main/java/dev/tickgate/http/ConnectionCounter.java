package dev.tickgate.http;

import java.util.function.LongSupplier;

/**
 * Counts the connections and the sessions of this node, on all loops; the same limits apply to
 * both. A connection of a trusted proxy counts for the node; each request over it counts for the
 * address of its client until the request ends. Each session counts, whatever its transport, even
 * if several share a connection. Any thread may call.
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

  /** The number of addresses that have a connection. */
  int addresses() {
    return connections.addresses();
  }
}
