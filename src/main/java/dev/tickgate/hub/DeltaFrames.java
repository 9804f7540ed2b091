package dev.tickgate.hub;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The frames of a group whose members want differences. Members that have the previous publication
 * share one frame. The others share a second one, which begins with a whole publication. Confined
 * to the hub's event loop.
 */
final class DeltaFrames {
  private final Format format;
  // The last publication that was sent to the group; null before the first.
  private Publication last;
  // The frames of this turn; null until a member needs them.
  private Frame differences;
  private Frame whole;

  /**
   * @param newest the newest publication of the topic, which new members have received
   */
  DeltaFrames(Format format, Optional<Publication> newest) {
    this.format = format;
    this.last = newest.orElse(null);
  }

  /** Returns the frame for a member, and notes that the member has its publications. */
  Frame of(Subscription member, List<Publication> gathered) {
    boolean continues = last != null && last.position().equals(member.holds);
    Position reached = gathered.get(gathered.size() - 1).position();
    member.holds = reached;
    if (continues) {
      differences = differences == null ? encode(last, gathered) : differences;
      return differences;
    }
    whole = whole == null ? encode(null, gathered) : whole;
    return whole;
  }

  private Frame encode(Publication first, List<Publication> gathered) {
    List<byte[]> messages = new ArrayList<>();
    Publication before = first;
    for (Publication publication : gathered) {
      messages.add(encode(before, publication));
      before = publication;
    }
    return Frame.of(messages);
  }

  private byte[] encode(Publication before, Publication publication) {
    // A difference needs the direct predecessor: no publication was skipped, and no epoch begins.
    boolean follows = before != null && publication.position().equals(before.position().next());
    return (follows ? format.encodeDelta(before, publication) : Optional.<byte[]>empty())
        .orElseGet(() -> publication.as(format));
  }

  /** Ends the turn: releases its frames. */
  void passed(List<Publication> gathered) {
    close(differences);
    close(whole);
    differences = null;
    whole = null;
    if (!gathered.isEmpty()) {
      last = gathered.get(gathered.size() - 1);
    }
  }

  private static void close(Frame frame) {
    if (frame != null) {
      frame.close();
    }
  }
}
