package dev.tickgate.hub;

import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.Publication;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.Frame;
import java.util.ArrayList;
import java.util.List;

/** The sessions that hear one topic in one format: they share every frame. */
final class Group {
  private final Format format;
  private final List<Subscription> members = new ArrayList<>();

  Group(Format format) {
    this.format = format;
  }

  void add(Subscription subscription) {
    subscription.index = members.size();
    members.add(subscription);
  }

  // The last one takes the place: who leaves costs the same among ten and among ten thousand.
  void remove(Subscription subscription) {
    Subscription last = members.remove(members.size() - 1);
    if (last != subscription) {
      members.set(subscription.index, last);
      last.index = subscription.index;
    }
    subscription.index = -1;
  }

  /** Hands it to every member. Nobody joins or leaves meanwhile: sessions end between turns. */
  int deliver(Publication publication, Delivery delivery) {
    if (members.isEmpty()) {
      return 0;
    }
    if (format.isShared()) {
      try (Frame frame = Frame.of(publication.as(format))) {
        members.forEach(member -> member.session.deliver(member, publication, delivery, frame));
      }
    } else {
      members.forEach(member -> member.session.deliver(member, publication, delivery));
    }
    return members.size();
  }

  List<Subscription> members() {
    return members;
  }
}
