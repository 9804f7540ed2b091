package dev.tickgate.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Under faults every client gets every committed row once, in one order. {@code -Dchaos.seeds=7}
 * repeats a schedule, {@code -Pchaos} runs a hundred, {@code -Dchaos.parallel=2} two beside each
 * other.
 */
@Tag("alone")
class ChaosIT {
  @Test
  void nothingIsLostAndNothingComesTwice() throws Exception {
    Tally tally = Soak.fromProperties().run(Seeds.parse(System.getProperty("chaos.seeds", "")));

    assertThat(tally.failed()).as("%s", tally).isEmpty();
  }
}
