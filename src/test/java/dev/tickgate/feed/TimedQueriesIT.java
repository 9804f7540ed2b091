package dev.tickgate.feed;

import static dev.tickgate.testing.GatewayFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimedQueriesIT {
  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);

  @Test
  void aSlowAnswerDoesNotRaiseTheLimitAboveTheSilenceThatClosesAConnection() {
    AtomicLong nanos = new AtomicLong();
    TimedQueries queries =
        new TimedQueries(
            database.pool(),
            Duration.ofSeconds(10),
            () -> nanos.getAndAdd(Duration.ofSeconds(40).toNanos()));

    await(queries.ask("select 1", Tuple.tuple()));

    assertThat(queries.patience()).isEqualTo(50_000);
  }
}
