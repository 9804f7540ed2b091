package dev.tickgate.hub;

import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Publication;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The subscriptions to one topic with the same format and pace, which share every frame. The
 * publications of one turn of the loop are sent as one frame. Confined to the hub's event loop.
 */
final class Group {
  private static final int NO_MEMBER = -1;

  private final Format format;
  private final Delivery delivery;
  private final Optional<Throttle> throttle;
  private final List<Subscription> members = new ArrayList<>();
  private final List<Publication> gathered = new ArrayList<>();
  // Null where the members do not want differences.
  private final DeltaFrames deltas;
  // The encoded publications of this turn; null until the first member needs them.
  private Frame frame;

  /**
   * @param newest the newest publication of the topic; new members have it, or a later one
   * @param release receives the newest publication of a limited pace when its interval has ended
   */
  Group(
      Audience audience,
      Delivery delivery,
      Optional<Publication> newest,
      Scheduler scheduler,
      Release release) {
    this.format = audience.format();
    this.deltas = audience.delta() && format.isShared() ? new DeltaFrames(format, newest) : null;
    this.delivery = delivery;
    this.throttle =
        audience.pace().isLimited()
            ? Optional.of(
                new Throttle(
                    audience.pace().interval(),
                    scheduler,
                    (held, latecomers) -> release.now(this, held, latecomers)))
            : Optional.empty();
  }

  /** The properties that subscriptions must have in common to share frames. */
  record Audience(Format format, Pace pace, boolean delta) {}

  /** Receives the publication of a group of limited pace when its interval has ended. */
  @FunctionalInterface
  interface Release {
    /**
     * @param latecomers subscriptions that are not members yet, each with the offset that it has
     */
    void now(Group group, Publication newest, Map<Subscription, Long> latecomers);
  }

  /** Adds a subscription, which gets the publications from now on. */
  void join(Subscription subscription) {
    subscription.group = this;
    subscription.index = NO_MEMBER;
    if (throttle.isEmpty() || !throttle.get().delays(subscription)) {
      add(subscription);
    }
  }

  void add(Subscription subscription) {
    subscription.index = members.size();
    members.add(subscription);
  }

  /**
   * Makes a latecomer a member, and sends it the newest publication if it missed that one.
   *
   * @param known the offset that the client has
   */
  void catchUp(Subscription subscription, Publication newest, long known) {
    long missed = newest.position().offset() - known;
    if (missed > 0) {
      Publication next = newest.skipping(missed - 1 - newest.skipped());
      subscription.session.output().hand(subscription, List.of(next));
    }
    add(subscription);
  }

  void remove(Subscription subscription) {
    subscription.group = null;
    if (subscription.index == NO_MEMBER) {
      throttle.get().leave(subscription);
      return;
    }
    // The last member takes the free index: the cost does not depend on the size of the group.
    Subscription last = members.remove(members.size() - 1);
    if (last != subscription) {
      members.set(subscription.index, last);
      last.index = subscription.index;
    }
  }

  /** All members, also those that wait for the next publication. */
  List<Subscription> everybody() {
    List<Subscription> everybody = new ArrayList<>(members);
    throttle.ifPresent(limit -> everybody.addAll(limit.latecomers()));
    return everybody;
  }

  /**
   * Restarts the group, because its topic starts again.
   *
   * @param newest the publication that all members are about to get
   */
  void restart(Optional<Publication> newest) {
    throttle.ifPresent(limit -> limit.restart(newest).forEach(this::add));
  }

  /** Whether the publication may be sent now. */
  boolean admits(Publication publication) {
    return throttle.isEmpty() || throttle.get().admits(publication);
  }

  List<Subscription> members() {
    return members;
  }

  Delivery delivery() {
    return delivery;
  }

  /** Whether a member whose connection was full gets the missed publications later. */
  boolean catchesUp() {
    return delivery == Delivery.LATEST && throttle.isEmpty();
  }

  /**
   * @return whether the publication is the first of this turn
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
    return format.isShared() && deltas == null;
  }

  /** Whether members share frames with each other. */
  boolean hasFrames() {
    return format.isShared();
  }

  /** The frame of the gathered publications for a member, which must be sent to it now. */
  Frame frame(Subscription member) {
    return deltas == null ? frame() : deltas.of(member, gathered);
  }

  /** The frame of the gathered publications, for all members. */
  Frame frame() {
    if (frame == null) {
      frame = Frame.of(gathered.stream().map(publication -> publication.as(format)).toList());
    }
    return frame;
  }

  /** Removes the gathered publications, which every member has. */
  void clear() {
    if (deltas != null) {
      deltas.passed(gathered);
    }
    gathered.clear();
    if (frame != null) {
      frame.close();
      frame = null;
    }
  }
}
