package dev.tickgate.lead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.bus.DemandReport;
import dev.tickgate.stream.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DemandTest {
  private static final Topic A = new Topic("work.a");
  private static final Topic B = new Topic("work.b");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final List<String> told = new ArrayList<>();
  private final Demand demand =
      new Demand(
          List.of(
              new DemandListener() {
                @Override
                public void wanted(Topic topic) {
                  told.add("+" + topic.name());
                }

                @Override
                public void unwanted(Topic topic) {
                  told.add("-" + topic.name());
                }
              }),
          nanos::get);

  private boolean begins(String node, long revision, Topic... wanted) {
    return demand.report(
        new DemandReport("work", 1, node, revision, true, List.of(wanted), List.of(), List.of()));
  }

  private boolean changes(String node, long revision, List<Topic> wanted, List<Topic> unwanted) {
    return demand.report(
        new DemandReport("work", 1, node, revision, false, wanted, unwanted, List.of()));
  }

  private void abandons(String node, long revision, Topic topic) {
    assertThat(
            demand.report(
                new DemandReport(
                    "work", 1, node, revision, false, List.of(), List.of(), List.of(topic))))
        .isTrue();
  }

  /** The nodes report each second meanwhile. */
  private void pass(Duration time, String... alive) {
    for (long passed = 0; passed < time.toMillis(); passed += 250) {
      nanos.addAndGet(Duration.ofMillis(250).toNanos());
      for (String node : alive) {
        assertThat(changes(node, ++revision, List.of(), List.of())).isTrue();
      }
      demand.tick();
    }
  }

  private long revision = 100;

  @Test
  void aTopicIsWantedFromTheFirstSubscriberOnAnyNodeUntilSomeSecondsAfterTheLast() {
    begins("one", 100, A);
    begins("two", 100, A, B);
    assertThat(told).containsExactly("+work.a", "+work.b");

    assertThat(changes("one", 101, List.of(), List.of(A))).isTrue();
    assertThat(changes("two", 101, List.of(), List.of(A))).isTrue();
    nanos.addAndGet(Demand.GRACE.toNanos() - 1);
    changes("one", 102, List.of(), List.of());
    changes("two", 102, List.of(), List.of());
    demand.tick();
    assertThat(told).hasSize(2);

    nanos.addAndGet(1);
    demand.tick();
    assertThat(told).containsExactly("+work.a", "+work.b", "-work.a");
  }

  @Test
  void aTopicWhoseLastSubscriberDoesNotComeBackIsUnwantedAtOnce() {
    begins("one", 100, A);
    begins("two", 100, A);
    abandons("one", 101, A);
    assertThat(told).containsExactly("+work.a");

    abandons("two", 101, A);
    assertThat(told).containsExactly("+work.a", "-work.a");

    changes("two", 102, List.of(A), List.of());
    assertThat(told).containsExactly("+work.a", "-work.a", "+work.a");
  }

  @Test
  void aSubscriberThatComesBackInTimeInterruptsNothing() {
    begins("one", 100, A);
    changes("one", 101, List.of(), List.of(A));
    changes("one", 102, List.of(A), List.of());
    revision = 102;
    pass(Demand.GRACE.multipliedBy(2), "one");
    assertThat(told).containsExactly("+work.a");
  }

  @Test
  void aNodeThatLeftOrIsSilentWantsNothing() {
    begins("one", 100, A);
    begins("two", 100, B);
    demand.left("two");
    pass(Demand.GRACE, "one");
    assertThat(told).containsExactly("+work.a", "+work.b", "-work.b");

    pass(Demand.SILENT);
    assertThat(changes("one", revision + 1, List.of(), List.of())).isTrue();
    pass(Demand.SILENT.plusMillis(250));
    assertThat(changes("one", revision + 2, List.of(), List.of())).isFalse();
    pass(Demand.GRACE);
    assertThat(told).containsExactly("+work.a", "+work.b", "-work.b", "-work.a");
  }

  @Test
  void aReportWithAGapBeforeItIsNotTakenAndANewBeginningReplacesWhatWasKnown() {
    assertThat(changes("one", 7, List.of(A), List.of())).isFalse();
    begins("one", 8, A);
    assertThat(changes("one", 10, List.of(B), List.of())).isFalse();
    assertThat(told).containsExactly("+work.a");

    begins("one", 11, B);
    revision = 11;
    pass(Demand.GRACE, "one");
    assertThat(told).containsExactly("+work.a", "+work.b", "-work.a");
  }

  @Test
  void aNodeThatSaysItTwiceCountsOnce() {
    begins("one", 1, A, A);
    changes("one", 2, List.of(A), List.of());
    changes("one", 3, List.of(), List.of(A, A));
    revision = 3;
    pass(Demand.GRACE, "one");
    assertThat(told).containsExactly("+work.a", "-work.a");
  }
}
