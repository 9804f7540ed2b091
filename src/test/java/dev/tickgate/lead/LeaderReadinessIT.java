package dev.tickgate.lead;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.Bus;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Readiness of a process that takes over a feed, as a load balancer may request it at any moment.
 */
class LeaderReadinessIT {
  private static final FeedSettings QUICK =
      new FeedSettings(Duration.ofMillis(900), Duration.ofHours(1), Duration.ofMinutes(1));

  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);

  private LeaderVerticle leader;
  private String deployment;

  /** Stores the readiness of the process at the start of its source, before the source reports. */
  private final class Slow implements Source {
    private final CompletableFuture<Optional<String>> found = new CompletableFuture<>();
    private SourceListener listener;

    @Override
    public void start(Sequencer sequencer, SourceListener listener) {
      this.listener = listener;
      found.complete(leader.problem());
      listener.reads(Optional.of("it has looked at nothing"));
    }

    @Override
    public Future<Void> quiet() {
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> idle() {
      return Future.succeededFuture();
    }
  }

  @AfterEach
  void stop() {
    await(vertx.undeploy(deployment));
  }

  static Stream<FeedIdentity> feeds() {
    return Stream.of(
        new FeedIdentity("written", Optional.empty(), "of a test", "tickgate.written"),
        FeedIdentity.inMemory("unwritten", "of a test", "tickgate.unwritten"));
  }

  @ParameterizedTest
  @MethodSource("feeds")
  void itIsNotReadyForAMomentBeforeItsSourceSaysThatItIsNot(FeedIdentity feed) {
    Slow source = new Slow();
    start(feed, source);

    await().until(source.found::isDone);
    assertThat(source.found.join()).isPresent();
    await()
        .untilAsserted(
            () ->
                assertThat(leader.problem())
                    .contains("feed %s: it has looked at nothing".formatted(feed.name())));

    vertx.runOnContext(now -> source.listener.reads(Optional.empty()));
    await().untilAsserted(() -> assertThat(leader.problem()).isEmpty());
  }

  private void start(FeedIdentity feed, Source source) {
    leader =
        new LeaderVerticle(
            feed,
            QUICK,
            new Coordination(database.pool(), Optional.empty(), new WriteHealth(System::nanoTime)),
            new Bus(vertx),
            new Owner("a", "of a test", member -> true),
            LeadershipMetrics.NONE,
            on -> new Only(source));
    deployment = await(vertx.deployVerticle(leader));
  }

  private record Only(Source source) implements SourceFactory {
    @Override
    public List<Source> create(Term term) {
      return List.of(source);
    }

    @Override
    public Future<Void> rehearse(Sequencer rehearsal) {
      return Future.succeededFuture();
    }
  }
}
