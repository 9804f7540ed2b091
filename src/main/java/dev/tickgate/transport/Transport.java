package dev.tickgate.transport;

import dev.tickgate.protocol.Disconnect;

/** Writes to one client. Confined to the event loop of its connection. */
public interface Transport {
  /** Whether the client's connection takes more now; its owner hears when it does again. */
  boolean writable();

  /** Queues a complete frame; it leaves with the next {@link #flush()}. */
  void write(Frame frame);

  void flush();

  /** Shows the way that the connection lives; whether the client will answer. */
  boolean ping();

  /** Ends the connection after what was written; what was not flushed is. */
  void close(Disconnect goodbye);

  /** The client, for operators. */
  default Peer peer() {
    return Peer.UNKNOWN;
  }
}
