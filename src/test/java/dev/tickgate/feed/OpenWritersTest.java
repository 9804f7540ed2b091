package dev.tickgate.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class OpenWritersTest {
  private static final LongPredicate ALL = key -> true;
  private static final LongPredicate UP_TO_5 = key -> key <= 5;

  private final OpenWriters writers = new OpenWriters();

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
