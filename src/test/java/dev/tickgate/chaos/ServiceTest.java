package dev.tickgate.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.chaos.Note.Broken;
import dev.tickgate.chaos.Note.Ticked;
import dev.tickgate.stream.Position;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceTest {
  private static final Recording STEADY = recording("steady", 0, 100, 200, 300, 400, 500);
  private static final Recording CUT = recording("cut", 0, 100, 350, 500);

  @Test
  void theLongestTimeWithoutATickIsFoundForEachClient() {
    assertThat(Service.gaps(List.of(CUT, STEADY), 0, 500)).containsExactly(100L, 250L);
  }

  @Test
  void aGapCountsForASpanItReachesInto() {
    assertThat(Service.gaps(List.of(CUT), 340, 345)).containsExactly(250L);
    assertThat(Service.gaps(List.of(CUT), 360, 400)).containsExactly(150L);
    assertThat(Service.gaps(List.of(CUT), 0, 50)).containsExactly(100L);
  }

  @Test
  void whoGotNothingHasNoGap() {
    assertThat(Service.gaps(List.of(new Recording("deaf", List.of())), 0, 500)).containsExactly(0L);
    assertThat(Service.text(List.of())).isEqualTo("nobody");
    assertThat(Service.longest(List.of())).isEqualTo("nobody");
  }

  @Test
  void theLongestGapTellsWhoseItWasAndWhatHappenedInIt() {
    List<Note> notes = new ArrayList<>(CUT.notes());
    notes.add(2, new Broken(120, "killed"));

    String longest = Service.longest(List.of(STEADY, new Recording("cut", notes)));

    assertThat(longest).startsWith("cut [").contains("killed").contains("350");
  }

  @Test
  void theFiguresAreTheMiddleAndTheWorst() {
    assertThat(Service.text(List.of(1L, 2L, 9L))).isEqualTo("p50=2 max=9 ms");
  }

  private static Recording recording(String client, long... times) {
    List<Note> notes = new ArrayList<>();
    for (int i = 0; i < times.length; i++) {
      notes.add(new Ticked(times[i], new Position(7, i + 1), "row " + i, 0));
    }
    return new Recording(client, notes);
  }
}
