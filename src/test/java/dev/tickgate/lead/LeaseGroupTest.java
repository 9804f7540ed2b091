package dev.tickgate.lead;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeaseGroupTest {
  @Test
  void aProcessThatLeadsMoreLeavesAFreeLeaseToOthersForLongerButNotForLong() {
    LeaseGroup group = new LeaseGroup();
    assertThat(group.delay()).isZero();
    group.leads("a");
    group.leads("a");
    assertThat(group.delay()).isEqualTo(50);
    group.leads("b");
    assertThat(group.delay()).isEqualTo(100);
    group.leadsNoMore("a");
    assertThat(group.delay()).isEqualTo(50);
    IntStream.range(0, 16).forEach(feed -> group.leads("f" + feed));
    assertThat(group.delay()).isEqualTo(300);
  }
}
