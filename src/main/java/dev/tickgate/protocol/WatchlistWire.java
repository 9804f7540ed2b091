package dev.tickgate.protocol;

import dev.tickgate.stream.Publication;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * {@code /api/v1/ws/watchlist/…}: publications without their position, and heartbeats as pings.
 * Clients get no other replies; an error is in the close frame.
 */
public final class WatchlistWire implements Wire {
  private static final byte[] PING = "{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8);

  /** Refuses every message, because these clients send pongs only. */
  @Override
  public Command read(String message) {
    return new Command.Refused(ErrorCode.INVALID_TYPE);
  }

  @Override
  public byte[] write(Publication publication) {
    return publication.object();
  }

  @Override
  public byte[] writeSnapshot(Publication publication) {
    return write(publication);
  }

  @Override
  public Optional<byte[]> write(Reply reply) {
    return reply instanceof Reply.Heartbeat ? Optional.of(PING) : Optional.empty();
  }
}
