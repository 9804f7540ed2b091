package dev.tickgate.lead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.stream.Position;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The readiness of a process that does not lead a feed. */
class FeedStatusTest {
  private static final Duration LEASE = Duration.ofSeconds(3);

  private final FeedIdentity feed =
      new FeedIdentity("quotes", Optional.empty(), "of a test", "leases");
  private final AtomicLong nanos = new AtomicLong();
  private final FeedStatus status =
      new FeedStatus(feed, new Owner("me", "me", Set.of("friend")::contains), LEASE, nanos::get);

  private Holder holder(String owner) {
    return new Holder(owner, owner + " (1@host)", 3_000, "", feed.source(), 1, new Position(1, 1));
  }

  @Test
  void aProcessIsReadyWhenAMemberOfItsClusterLeads() {
    assertThat(status.problem().orElseThrow()).contains("does not know yet who leads");

    status.standsBehind(holder("friend"));

    assertThat(status.problem()).isEmpty();
  }

  @Test
  void behindAStrangerAProcessIsNeverReadyAndSaysWhyAfterAWhile() {
    status.standsBehind(holder("stranger"));
    assertThat(status.problem().orElseThrow()).contains("does not know yet who leads");

    nanos.addAndGet(2 * LEASE.toNanos());
    status.standsBehind(holder("stranger"));
    assertThat(status.problem().orElseThrow())
        .isEqualTo(
            "feed quotes is led by stranger (1@host), which is no member of this process's cluster");

    status.standsBehind(holder("friend"));
    assertThat(status.problem()).isEmpty();
  }

  @Test
  void aProcessStaysReadyWhileALeaderThatHasDiedHasTheLease() {
    status.standsBehind(holder("friend"));
    status.standsBehind(holder("died"));
    nanos.addAndGet(LEASE.toNanos());
    status.standsBehind(holder("died"));
    assertThat(status.problem()).isEmpty();

    status.standsBehind(holder(""));
    assertThat(status.problem()).isEmpty();
  }
}
