package dev.tickgate.protocol;

import dev.tickgate.stream.Publication;
import java.util.Optional;

/**
 * The replies of {@code /api/realtime/events}: those of {@link JsonWire}, except heartbeats, which
 * the endpoint sends at an interval of its own, and acknowledgements of subscriptions that lost
 * nothing.
 */
public final class EventWire implements Wire {
  private final JsonWire json = new JsonWire();

  /** Refuses every message, because these clients send nothing. */
  @Override
  public Command read(String message) {
    return new Command.Refused(ErrorCode.INVALID_TYPE);
  }

  @Override
  public byte[] write(Publication publication) {
    return json.write(publication);
  }

  @Override
  public byte[] writeSnapshot(Publication publication) {
    return json.writeSnapshot(publication);
  }

  @Override
  public Optional<byte[]> write(Reply reply) {
    return isTold(reply) ? json.write(reply) : Optional.empty();
  }

  private static boolean isTold(Reply reply) {
    if (reply instanceof Reply.Subscribed subscribed) {
      return subscribed.resumption().filter(resumption -> !resumption.recovered()).isPresent();
    }
    return !(reply instanceof Reply.Heartbeat);
  }
}
