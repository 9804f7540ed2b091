package dev.tickgate.hub;

import dev.tickgate.stream.Publication;
import dev.tickgate.transport.Frame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The publications of this turn of the loop that are not written yet. Each session gets them in one
 * write and one flush; sessions with the same topics share the bytes. The order within a topic is
 * kept; there is no order between topics.
 *
 * <p>No session joins or leaves while they are written: a failed write is reported in a later turn.
 */
final class Turn {
  // After so many bytes the hub delivers before the turn ends, to notice full connections.
  private static final int MAX_BYTES = 128 * 1024;

  private final SessionGuard guard;
  private final List<Group> groups = new ArrayList<>();
  private final List<Session> several = new ArrayList<>();
  private final Map<Mix, Mix> mixes = new HashMap<>();
  private int bytes;

  Turn(SessionGuard guard) {
    this.guard = guard;
  }

  /** The groups whose publications a session gets, in their order in this turn. */
  private static final class Mix {
    final Subscription first;
    private final int hash;
    // Null until a second session has the same groups.
    private Frame frame;

    Mix(Subscription first) {
      this.first = first;
      int code = 1;
      for (Subscription at = first; at != null; at = at.next) {
        code = 31 * code + System.identityHashCode(at.group);
      }
      this.hash = code;
    }

    @Override
    public boolean equals(Object other) {
      if (!(other instanceof Mix mix)) {
        return false;
      }
      Subscription ours = first;
      Subscription theirs = mix.first;
      while (ours != null && theirs != null && ours.group == theirs.group) {
        ours = ours.next;
        theirs = theirs.next;
      }
      return ours == theirs;
    }

    @Override
    public int hashCode() {
      return hash;
    }

    Frame shared() {
      if (frame == null) {
        List<Frame> frames = new ArrayList<>();
        for (Subscription at = first; at != null; at = at.next) {
          frames.add(at.group.frame());
        }
        frame = Frame.concat(frames);
      }
      return frame;
    }

    void close() {
      if (frame != null) {
        frame.close();
      }
    }
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  boolean isFull() {
    return bytes >= MAX_BYTES;
  }

  void gather(Group group, Publication publication) {
    if (group.gather(publication)) {
      groups.add(group);
    }
    bytes += publication.json().length;
  }

  /**
   * Delivers the publications.
   *
   * @return the number of deliveries: one for each publication and session
   */
  int deliver() {
    int deliveries = 0;
    try {
      for (Group group : groups) {
        deliveries += group.gathered().size() * group.members().size();
        boolean only = groups.size() == 1;
        for (Subscription member : group.members()) {
          if (only || member.session.hearsOneTopic()) {
            deliver(member);
          } else {
            chain(member);
          }
        }
      }
      for (Session session : several) {
        deliverSeveral(session);
      }
    } finally {
      clear();
    }
    return deliveries;
  }

  private void deliver(Subscription member) {
    try {
      member.session.deliver(member);
    } catch (RuntimeException failure) {
      guard.failed(member.session, failure);
    }
  }

  private void chain(Subscription member) {
    if (member.session.chain(member)) {
      several.add(member.session);
    }
  }

  private void deliverSeveral(Session session) {
    try {
      deliverChain(session);
    } catch (RuntimeException failure) {
      guard.failed(session, failure);
    }
  }

  private void deliverChain(Session session) {
    Subscription first = session.chained();
    if (first.next == null || !isShared(first)) {
      session.deliverChain(first);
      return;
    }
    Mix mix = new Mix(first);
    Mix same = mixes.putIfAbsent(mix, mix);
    if (same == null) {
      session.deliverChain(first);
    } else {
      session.deliverChain(first, same.shared());
    }
  }

  /** Whether every session with these groups gets the same bytes. */
  private static boolean isShared(Subscription first) {
    for (Subscription at = first; at != null; at = at.next) {
      if (!at.group.isShared()) {
        return false;
      }
    }
    return true;
  }

  private void clear() {
    several.forEach(Session::unchain);
    several.clear();
    mixes.values().forEach(Mix::close);
    mixes.clear();
    groups.forEach(Group::clear);
    groups.clear();
    bytes = 0;
  }
}
