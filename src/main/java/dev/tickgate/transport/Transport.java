package dev.tickgate.transport;

import dev.tickgate.protocol.Disconnect;

/** Writes to one client. Confined to the event loop of its connection. */
public interface Transport {
  /** Whether the client's connection accepts more now; the owner is notified when it does again. */
  boolean writable();

  /** Queues a complete frame; the next {@link #flush()} sends it. */
  void write(Frame frame);

  void flush();

  /**
   * Sends a ping or heartbeat, so that proxies keep the connection open. Returns whether the client
   * will answer.
   */
  boolean ping();

  /** Flushes all frames that were written, then closes the connection. */
  void close(Disconnect disconnect);

  /** The client, for operators. */
  default Peer peer() {
    return Peer.UNKNOWN;
  }
}
