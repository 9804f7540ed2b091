package dev.tickgate.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tickgate.stream.Publication;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * As {@link JsonWire}, but each publication is the {@code data} of a message that names its topic,
 * whatever fields the publisher gave it.
 */
public final class EnvelopeWire implements Wire {
  private final JsonWire json = new JsonWire();

  @Override
  public Command read(String message) {
    return json.read(message);
  }

  @Override
  public byte[] write(Publication publication) {
    byte[] data = publication.json();
    // The letters of a topic's name need no escape.
    byte[] head =
        "{\"type\":\"publication\",\"topic\":\"%s\",\"epoch\":%d,\"offset\":%d,\"data\":"
            .formatted(
                publication.topic(),
                publication.position().epoch(),
                publication.position().offset())
            .getBytes(UTF_8);
    return ByteBuffer.allocate(head.length + data.length + 1)
        .put(head)
        .put(data)
        .put((byte) '}')
        .array();
  }

  @Override
  public byte[] writeSnapshot(Publication publication) {
    return write(publication);
  }

  @Override
  public Optional<byte[]> writeDelta(Publication publication, String patch) {
    return json.writeDelta(publication, patch);
  }

  @Override
  public Optional<byte[]> write(Reply reply) {
    return json.write(reply);
  }
}
