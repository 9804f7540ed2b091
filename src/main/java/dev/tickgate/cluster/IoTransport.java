package dev.tickgate.cluster;

import io.vertx.core.transport.Transport;
import java.util.Optional;
import java.util.stream.Stream;

/** The I/O transport of a process's sockets. */
public enum IoTransport {
  /** Epoll where it is available, otherwise NIO. */
  AUTO,
  EPOLL,
  NIO,
  /**
   * Less work for each write, but with Netty 4.2.12 writes of several buffers may fail and files
   * may be sent incompletely. For measurements only.
   */
  IO_URING;

  /** Returns the transport to use; empty where this machine does not have it. */
  public Optional<IoTransport> resolve() {
    return this == AUTO
        ? Stream.of(EPOLL, NIO).filter(IoTransport::isThere).findFirst()
        : Optional.of(this).filter(IoTransport::isThere);
  }

  private boolean isThere() {
    Transport transport = transport();
    return transport != null && transport.available();
  }

  /** Returns the transport of Vert.x; null where not even its classes can be used. */
  Transport transport() {
    return switch (this) {
      case IO_URING -> Transport.IO_URING;
      case EPOLL -> Transport.EPOLL;
      case AUTO, NIO -> Transport.NIO;
    };
  }
}
