package dev.tickgate.hub;

import dev.tickgate.stream.Topic;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The replays that can go on only when the node knows more. Those of sessions that have left go
 * with the next taking, a second later at most. Confined to the hub's event loop.
 */
final class WaitingReplays {
  private final Set<Replay> replays = new LinkedHashSet<>();

  void add(Replay replay) {
    replays.add(replay);
  }

  /** All of them; those that still cannot go on come back by themselves. */
  List<Replay> take() {
    return take(replay -> true);
  }

  List<Replay> take(Topic topic) {
    return take(replay -> replay.topic().equals(topic));
  }

  private List<Replay> take(Predicate<Replay> which) {
    // Asked at each publication, and nearly always empty.
    if (replays.isEmpty()) {
      return List.of();
    }
    List<Replay> taken = replays.stream().filter(which).toList();
    taken.forEach(replays::remove);
    return taken;
  }
}
