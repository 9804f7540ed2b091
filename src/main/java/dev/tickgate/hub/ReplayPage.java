package dev.tickgate.hub;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * Missed publications that leave in one write.
 *
 * @param last of them
 */
record ReplayPage(Frame frame, Position last) implements AutoCloseable {
  // Then the connection is asked whether it takes more.
  private static final int MAX_BYTES = 128 * 1024;

  /**
   * @param missed at least one; the page has as many of them, from the first on, as it takes
   */
  static ReplayPage of(Format format, List<Publication> missed) {
    List<byte[]> messages = new ArrayList<>(missed.size());
    int bytes = 0;
    for (Publication publication : missed) {
      // Before it is encoded: a format of one client counts as sent what it has encoded.
      if (bytes + publication.json().length > MAX_BYTES && !messages.isEmpty()) {
        break;
      }
      byte[] message = format.encoded(publication);
      bytes += message.length;
      messages.add(message);
    }
    return new ReplayPage(Frame.of(messages), missed.get(messages.size() - 1).position());
  }

  /** As many of them, from the first on, as leave in one write; at least one. */
  static List<Publication> fitting(List<Publication> missed) {
    int count = 0;
    int bytes = 0;
    while (count < missed.size()) {
      bytes += missed.get(count).json().length;
      if (bytes > MAX_BYTES && count > 0) {
        break;
      }
      count++;
    }
    return missed.subList(0, count);
  }

  @Override
  public void close() {
    frame.close();
  }
}
