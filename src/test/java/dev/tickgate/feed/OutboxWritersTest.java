package dev.tickgate.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutboxWritersTest {
  private static final OutboxPage ALL = new OutboxPage(List.of(), false, false, 0);
  private static final OutboxPage UP_TO_5 =
      new OutboxPage(List.of(new OutboxRow(5, "0", "t", null, "{}")), true, false, 0);

  private final OutboxWriters writers = new OutboxWriters();

  @Test
  void idsAreSettledByTheLookAfterTheOneThatSawNoWriter() {
    assertThat(writers.looked(Set.of(), 7, ALL)).isEmpty();
    assertThat(writers.looked(Set.of(), 9, ALL)).contains(7L);
    assertThat(writers.looked(Set.of(), 9, ALL)).contains(9L);
  }

  @Test
  void theyAreNotWhileATransactionOfThenIsOpen() {
    writers.looked(Set.of("3/1", "4/1"), 7, ALL);

    assertThat(writers.looked(Set.of("4/1", "5/1"), 9, ALL)).isEmpty();
    // Those that began later have later ids.
    assertThat(writers.looked(Set.of("5/1"), 9, ALL)).contains(7L);
  }

  @Test
  void theyAreNotWhereTheLookDidNotReachThem() {
    writers.looked(Set.of(), 7, ALL);

    assertThat(writers.looked(Set.of(), 9, UP_TO_5)).isEmpty();
    assertThat(writers.looked(Set.of(), 9, ALL)).contains(7L);
  }
}
