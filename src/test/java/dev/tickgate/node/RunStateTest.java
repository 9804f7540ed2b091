package dev.tickgate.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunStateTest {
  @Test
  void aNodeThatStartsOrStopsHasAReason() {
    RunState state = new RunState();
    assertThat(state.problem()).contains("the process is still starting");

    state.setStarted();
    assertThat(state.problem()).isEmpty();

    state.setStopping();
    assertThat(state.problem()).contains("the process is stopping");
  }
}
