package dev.tickgate.hub;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * Missed publications that are sent in one write.
 *
 * @param last the position of the last publication
 */
record ReplayPage(Frame frame, Position last) implements AutoCloseable {
  // After so many bytes the sender checks whether the connection accepts more.
  private static final int MAX_BYTES = 128 * 1024;

  /**
   * @param missed at least one publication; the page has as many of the first ones as fit
   */
  static ReplayPage of(Format format, List<Publication> missed) {
    List<byte[]> messages = new ArrayList<>(missed.size());
    int bytes = 0;
    for (Publication publication : missed) {
      // Checked before encoding: a format of one client counts each encoded publication as sent.
      if (bytes + publication.json().length > MAX_BYTES && !messages.isEmpty()) {
        break;
      }
      byte[] message = format.encoded(publication);
      bytes += message.length;
      messages.add(message);
    }
    return new ReplayPage(Frame.of(messages), missed.get(messages.size() - 1).position());
  }

  /** Returns as many of the first publications as fit into one write, at least one. */
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
