package dev.tickgate.hub;

import dev.tickgate.stream.Topic;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The replays that can continue only when the node has more publications. The replays of closed
 * sessions are removed by the next {@link #take()}, within a second. Confined to the hub's event
 * loop.
 */
final class WaitingReplays {
  private final Set<Replay> replays = new LinkedHashSet<>();

  void add(Replay replay) {
    replays.add(replay);
  }

  /** Removes and returns all replays; a replay that still cannot continue adds itself again. */
  List<Replay> take() {
    return take(replay -> true);
  }

  List<Replay> take(Topic topic) {
    return take(replay -> replay.topic().equals(topic));
  }

  private List<Replay> take(Predicate<Replay> which) {
    // Called with each publication, and nearly always empty.
    if (replays.isEmpty()) {
      return List.of();
    }
    List<Replay> taken = replays.stream().filter(which).toList();
    taken.forEach(replays::remove);
    return taken;
  }
}
