package dev.tickgate.hub;

import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.Publication;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * The sessions that hear one topic in one format: they share every frame. What is published in one
 * turn of the loop gathers here, and leaves as one.
 */
final class Group {
  private final Format format;
  private final Delivery delivery;
  private final List<Subscription> members = new ArrayList<>();
  private final List<Publication> gathered = new ArrayList<>();
  // What is gathered, encoded; null before the first member needs it.
  private Frame frame;

  Group(Format format, Delivery delivery) {
    this.format = format;
    this.delivery = delivery;
  }

  void add(Subscription subscription) {
    subscription.group = this;
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
    subscription.group = null;
  }

  List<Subscription> members() {
    return members;
  }

  Delivery delivery() {
    return delivery;
  }

  /**
   * @return whether it is the first of this turn
   */
  boolean gather(Publication publication) {
    gathered.add(publication);
    return gathered.size() == 1;
  }

  List<Publication> gathered() {
    return gathered;
  }

  /** Whether every member gets the same bytes. */
  boolean isShared() {
    return format.isShared();
  }

  /** What is gathered, for all members. */
  Frame frame() {
    if (frame == null) {
      frame = Frame.of(gathered.stream().map(publication -> publication.as(format)).toList());
    }
    return frame;
  }

  /** Everybody has what was gathered. */
  void clear() {
    gathered.clear();
    if (frame != null) {
      frame.close();
      frame = null;
    }
  }
}
