package dev.tickgate.hub;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The frames of a group whose members want differences. Those that have got the publication before
 * share one, and those that have not, another, which begins with a whole publication. Confined to
 * the hub's event loop.
 */
final class DeltaFrames {
  private final Format format;
  // The publication that left the group last; null before the first.
  private Publication last;
  // Of this turn; null before a member needs them.
  private Frame differences;
  private Frame whole;

  /**
   * @param newest of the topic, which members that join have got
   */
  DeltaFrames(Format format, Optional<Publication> newest) {
    this.format = format;
    this.last = newest.orElse(null);
  }

  /** The frame for a member, which has got the publications from now on. */
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
    // Not where publications were skipped, or an epoch begins.
    boolean follows = before != null && publication.position().equals(before.position().next());
    return (follows ? format.encodeDelta(before, publication) : Optional.<byte[]>empty())
        .orElseGet(() -> publication.as(format));
  }

  /** The turn is over. */
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
