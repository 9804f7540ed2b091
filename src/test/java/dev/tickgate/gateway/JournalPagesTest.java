package dev.tickgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.FeedState;
import dev.tickgate.hub.Archive;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.testing.FakeLeader;
import dev.tickgate.testing.GatewayHarness;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JournalPagesTest {
  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx);
  private final FakeLeader leader = new FakeLeader(bus, GatewayHarness.TOPIC, 7);
  private final JournalPages pages = new JournalPages(vertx, bus);

  @BeforeEach
  void publish() {
    GatewayHarness.await(leader.serve());
    for (int i = 0; i < 1000; i++) {
      leader.publishAndLose();
    }
  }

  @AfterEach
  void stop() {
    GatewayHarness.await(vertx.close());
  }

  @Test
  void aThousandPositionsCostTheLeaderAFewQuestions() {
    List<Future<Archive.Page>> answers = onLoop(LongStream.range(0, 1000).boxed().toList());

    for (int i = 0; i < 1000; i++) {
      assertThat(GatewayHarness.await(answers.get(i)).publications().get(0).position())
          .isEqualTo(new Position(7, i + 1L));
    }
    assertThat(leader.questions()).isEqualTo(4);
  }

  @Test
  void aPageThatWasNotFullServesUntilSomebodyHasAllOfIt() {
    GatewayHarness.await(onLoop(List.of(990L)).get(0));
    leader.publishAndLose();

    List<Publication> page = GatewayHarness.await(onLoop(List.of(980L)).get(0)).publications();
    List<Publication> rest = GatewayHarness.await(onLoop(List.of(1000L)).get(0)).publications();

    assertThat(page).hasSize(20);
    assertThat(rest).extracting(Publication::position).containsExactly(new Position(7, 1001));
    assertThat(leader.questions()).isEqualTo(2);
  }

  @Test
  void allLoopsOfANodeAskTogether() {
    for (int loop = 0; loop < 4; loop++) {
      List<Long> own = LongStream.range(loop, 1000).boxed().toList();
      onLoop(own).forEach(GatewayHarness::await);
    }

    assertThat(leader.questions()).isEqualTo(4);
  }

  @Test
  void thousandsAheadOfALeaderThatIsBehindAskItOneQuestion() {
    leader.state(FeedState.SOURCE_UNAVAILABLE);

    List<Future<Archive.Page>> answers = onLoop(LongStream.range(1100, 1200).boxed().toList());

    for (Future<Archive.Page> answer : answers) {
      assertThat(GatewayHarness.await(answer))
          .isEqualTo(new Archive.Page(new Position(7, 1000), false, List.of()));
    }
    assertThat(leader.questions()).isEqualTo(1);
  }

  @Test
  void whoAsksOnAnEventLoopIsAnsweredThere() {
    Context loop = vertx.getOrCreateContext();
    Promise<Context> answered = Promise.promise();

    loop.runOnContext(
        on ->
            pages
                .after(GatewayHarness.TOPIC, new Position(7, 500), 256)
                .onComplete(page -> answered.complete(Vertx.currentContext())));

    assertThat(GatewayHarness.await(answered.future())).isSameAs(loop);
  }

  @Test
  void aPositionInTheFirstPageThatTheJournalStillHasIsProven() {
    leader.restart(7, 100);
    leader.publishAndLose();
    leader.publishAndLose();

    List<Publication> page = GatewayHarness.await(onLoop(List.of(101L)).get(0)).publications();

    assertThat(page.get(0).position()).isEqualTo(new Position(7, 102));
  }

  private List<Future<Archive.Page>> onLoop(List<Long> offsets) {
    return GatewayHarness.await(
        Future.future(
            promise ->
                vertx.runOnContext(
                    loop -> {
                      List<Future<Archive.Page>> answers = new ArrayList<>();
                      for (long offset : offsets) {
                        answers.add(
                            pages.after(GatewayHarness.TOPIC, new Position(7, offset), 256));
                      }
                      promise.complete(answers);
                    })));
  }
}
