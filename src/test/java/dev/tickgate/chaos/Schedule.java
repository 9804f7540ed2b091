package dev.tickgate.chaos;

import dev.tickgate.chaos.Fault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The faults of one run, all of them decided by the seed. */
record Schedule(long seed, Duration length, List<Fault> faults) {
  private static final int PAUSE = 500;
  private static final int MORE_PAUSE = 6_000;
  // The first seconds are for the clients to arrive, the last for what was started to come back.
  private static final int FIRST = 2_000;

  /**
   * @param possible the kinds that can happen here
   */
  static Schedule of(long seed, Duration length, Predicate<Kind> possible) {
    Random random = new Random(seed);
    List<Fault> faults = new ArrayList<>();
    for (int at = FIRST; at < length.toMillis(); at += PAUSE + random.nextInt(MORE_PAUSE)) {
      Fault fault = fault(random, at);
      if (possible.test(fault.kind())) {
        faults.add(fault);
      }
    }
    return new Schedule(seed, length, List.copyOf(faults));
  }

  private static Fault fault(Random random, int at) {
    Kind kind = kind(random);
    int length = kind.shortest + random.nextInt(kind.longest - kind.shortest);
    return new Fault(Duration.ofMillis(at), kind, random.nextInt(100), Duration.ofMillis(length));
  }

  private static Kind kind(Random random) {
    int ticket = random.nextInt(Arrays.stream(Kind.values()).mapToInt(kind -> kind.weight).sum());
    for (Kind kind : Kind.values()) {
      ticket -= kind.weight;
      if (ticket < 0) {
        return kind;
      }
    }
    throw new IllegalStateException("more tickets than weights");
  }

  @Override
  public String toString() {
    return "seed %d, %d s:\n  ".formatted(seed, length.toSeconds())
        + faults.stream().map(Fault::toString).collect(Collectors.joining("\n  "));
  }
}
