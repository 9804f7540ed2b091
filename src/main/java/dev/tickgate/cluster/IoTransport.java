package dev.tickgate.cluster;

import io.vertx.core.transport.Transport;
import java.util.Optional;
import java.util.stream.Stream;

/** How a process talks to its sockets. */
public enum IoTransport {
  /** Epoll where it is there, otherwise NIO. */
  AUTO,
  EPOLL,
  NIO,
  /**
   * Less work for each write, but with Netty 4.2.12 writes of several buffers may fail and files
   * may not be sent to their end: for who measures.
   */
  IO_URING;

  /** The transport in use; empty where this machine does not have it. */
  public Optional<IoTransport> resolve() {
    return this == AUTO
        ? Stream.of(EPOLL, NIO).filter(IoTransport::isThere).findFirst()
        : Optional.of(this).filter(IoTransport::isThere);
  }

  private boolean isThere() {
    Transport transport = transport();
    return transport != null && transport.available();
  }

  /** Null where not even its classes can be used. */
  Transport transport() {
    return switch (this) {
      case IO_URING -> Transport.IO_URING;
      case EPOLL -> Transport.EPOLL;
      case AUTO, NIO -> Transport.NIO;
    };
  }
}
