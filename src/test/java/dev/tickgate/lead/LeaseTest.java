package dev.tickgate.lead;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which process may take a lease that has ended. */
class LeaseTest {
  private static final Duration LENGTH = Duration.ofSeconds(3);

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  private final FeedIdentity feed =
      new FeedIdentity("work", Optional.empty(), "of a test", "leases");
  private Lease lead;
  private Lease standby;

  @BeforeEach
  void lead() {
    await(Journal.SCHEMA.migrate(database.pool()));
    lead = new Lease(database.pool(), feed, new Owner("a", "a", node -> true), LENGTH);
    standby = new Lease(database.pool(), feed, new Owner("b", "b", node -> true), LENGTH);
    await(lead.ensureRow());
    assertThat(take(lead, null)).isPresent();
  }

  @Test
  void aLeaseThatHasEndedIsTakenFromARowThatStayedAsItWas() {
    end();

    assertThat(take(standby, version())).isPresent();
  }

  @Test
  void aRowThatWasWrittenSinceTheLastLookHasALivingLeader() {
    String seen = version();
    // As the end of a statement that took longer than the lease it wrote.
    end();

    assertThat(take(standby, seen)).isEmpty();
    assertThat(take(standby, null)).isEmpty();
  }

  private void end() {
    database.run("update tickgate.feed set lease_until = clock_timestamp() - interval '1 second'");
  }

  private String version() {
    return await(standby.holder()).orElseThrow().version();
  }

  private static Optional<Term> take(Lease lease, String seen) {
    return await(lease.take(new Lease.Claim(null, -1, seen, null), new HighWater()));
  }
}
