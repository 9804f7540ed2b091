package dev.tickgate.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.FeedState;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.hub.ReplaySource;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicRoutes;
import dev.tickgate.testing.FakeLeader;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.SyncOnly;
import dev.tickgate.testing.TestRoutes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplayPageCacheTest {
  private static final TopicRoutes ROUTES =
      TestRoutes.of(100, GatewayFixture.TOPIC, Topic.ofTicks("EUR_USD"));

  @Fixture private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx);
  private final FakeLeader leader = new FakeLeader(bus, GatewayFixture.TOPIC, 7);
  private final AtomicLong nanos = new AtomicLong();
  private final ReplayPageCache pages = new ReplayPageCache(vertx, bus, ROUTES, nanos::get);

  @BeforeEach
  void publish() {
    GatewayFixture.await(leader.serve());
    for (int i = 0; i < 1000; i++) {
      leader.publishAndLose();
    }
  }

  @Test
  void aThousandPositionsCostTheLeaderAFewQuestions() {
    List<Future<ReplaySource.Page>> answers = onLoop(LongStream.range(0, 1000).boxed().toList());

    for (int i = 0; i < 1000; i++) {
      assertThat(GatewayFixture.await(answers.get(i)).publications().get(0).position())
          .isEqualTo(new Position(7, i + 1L));
    }
    assertThat(leader.questions()).isEqualTo(4);
  }

  @Test
  void aPageThatIsTooOldToBeUsedIsForgotten() {
    GatewayFixture.await(onLoop(List.of(0L, 300L, 600L, 900L)).get(3));
    assertThat(GatewayFixture.await(pages.remembered())).isEqualTo(4);

    await().until(() -> GatewayFixture.await(pages.remembered()) == 0);
  }

  @Test
  void aPageThatWasNotFullServesUntilSomebodyHasAllOfIt() {
    GatewayFixture.await(onLoop(List.of(990L)).get(0));
    leader.publishAndLose();

    List<Publication> page = GatewayFixture.await(onLoop(List.of(980L)).get(0)).publications();
    List<Publication> rest = GatewayFixture.await(onLoop(List.of(1000L)).get(0)).publications();

    assertThat(page).hasSize(20);
    assertThat(rest).extracting(Publication::position).containsExactly(new Position(7, 1001));
    assertThat(leader.questions()).isEqualTo(2);
  }

  @Test
  void pagesOfLargePublicationsEndEarlyAndAreFollowedToTheirEnd() {
    Topic topic = Topic.ofTicks("EUR_USD");
    List<Publication> journal =
        LongStream.rangeClosed(1, 600)
            .mapToObj(n -> Publication.at(topic, new Position(7, n), "{\"bid\":1}"))
            .toList();
    AtomicLong questions = new AtomicLong();
    GatewayFixture.await(
        bus.serve(
            topic.name(),
            new SyncOnly(
                request -> {
                  questions.incrementAndGet();
                  int from = (int) request.have().orElseThrow().offset();
                  List<Publication> page = journal.subList(from, Math.min(600, from + 100));
                  return Future.succeededFuture(
                      new SyncReply(1, 0, 600, new Position(7, 600), FeedState.LIVE, page));
                })));

    List<Future<ReplaySource.Page>> answers =
        onLoop(topic, LongStream.range(0, 600).boxed().toList());

    for (int i = 0; i < 600; i++) {
      assertThat(positions(answers.get(i))).startsWith(new Position(7, i + 1L));
    }
    // 0, 100, 200, 256, 356, 456, 512: each is asked for once.
    assertThat(questions).hasValue(7);
  }

  @Test
  void aPageThatWasReadLongAgoProvesNothing() {
    GatewayFixture.await(onLoop(List.of(0L)).get(0));
    // The leader trims the pages that were read, and more.
    leader.restart(7, 900);
    nanos.addAndGet(Duration.ofSeconds(4).toNanos());

    ReplaySource.Page page = GatewayFixture.await(onLoop(List.of(0L)).get(0));

    assertThat(page.publications()).isEmpty();
    assertThat(page.head()).isEqualTo(new Position(7, 900));
  }

  @Test
  void allLoopsOfANodeAskTogether() {
    for (int loop = 0; loop < 4; loop++) {
      List<Long> own = LongStream.range(loop, 1000).boxed().toList();
      onLoop(own).forEach(GatewayFixture::await);
    }

    assertThat(leader.questions()).isEqualTo(4);
  }

  @Test
  void whoComesLaterThanAQuestionIsNotAnsweredWithWhatWasTrueBefore() {
    Topic topic = Topic.ofTicks("EUR_USD");
    Position before = new Position(7, 512);
    Publication first = Publication.at(topic, new Position(7, 513), "{\"bid\":1}");
    Publication second = Publication.at(topic, new Position(7, 514), "{\"bid\":1}");
    Publication third = Publication.at(topic, new Position(7, 515), "{\"bid\":1}");
    Queue<Promise<SyncReply>> asked = new ConcurrentLinkedQueue<>();
    GatewayFixture.await(
        bus.serve(
            topic.name(),
            new SyncOnly(
                request -> {
                  assertThat(request.have()).contains(before);
                  Promise<SyncReply> answer = Promise.promise();
                  asked.add(answer);
                  return answer.future();
                })));

    Future<ReplaySource.Page> early = onLoop(topic, List.of(512L)).get(0);
    List<Future<ReplaySource.Page>> late = onLoop(topic, List.of(512L, 514L, 514L));
    reply(asked, first);
    assertThat(positions(early)).containsExactly(first.position());
    reply(asked, first, second, third);

    assertThat(positions(late.get(0))).containsExactly(first.position());
    assertThat(positions(late.get(1))).containsExactly(third.position());
    assertThat(positions(late.get(2))).containsExactly(third.position());
    assertThat(asked).isEmpty();
  }

  private static List<Position> positions(Future<ReplaySource.Page> page) {
    return GatewayFixture.await(page).publications().stream().map(Publication::position).toList();
  }

  private static void reply(Queue<Promise<SyncReply>> asked, Publication... publications) {
    await().until(() -> !asked.isEmpty());
    Position head = publications[publications.length - 1].position();
    asked
        .poll()
        .complete(new SyncReply(1, 0, head.offset(), head, FeedState.LIVE, List.of(publications)));
  }

  @Test
  void thousandsAheadOfALeaderThatIsBehindAskItTwoQuestions() {
    leader.state(FeedState.SOURCE_UNAVAILABLE);

    List<Future<ReplaySource.Page>> answers = onLoop(LongStream.range(1100, 1200).boxed().toList());

    for (Future<ReplaySource.Page> answer : answers) {
      assertThat(GatewayFixture.await(answer))
          .isEqualTo(new ReplaySource.Page(new Position(7, 1000), false, List.of()));
    }
    // He who came first, and all who came after he had asked.
    assertThat(leader.questions()).isEqualTo(2);
  }

  @Test
  void whoAsksOnAnEventLoopIsAnsweredThere() {
    Context loop = vertx.getOrCreateContext();
    Promise<Context> answered = Promise.promise();

    loop.runOnContext(
        on ->
            pages
                .after(GatewayFixture.TOPIC, new Position(7, 500), 256)
                .onComplete(page -> answered.complete(Vertx.currentContext())));

    assertThat(GatewayFixture.await(answered.future())).isSameAs(loop);
  }

  @Test
  void aPositionInTheFirstPageThatTheJournalStillHasIsProven() {
    leader.restart(7, 100);
    leader.publishAndLose();
    leader.publishAndLose();

    List<Publication> page = GatewayFixture.await(onLoop(List.of(101L)).get(0)).publications();

    assertThat(page.get(0).position()).isEqualTo(new Position(7, 102));
  }

  private List<Future<ReplaySource.Page>> onLoop(List<Long> offsets) {
    return onLoop(GatewayFixture.TOPIC, offsets);
  }

  private List<Future<ReplaySource.Page>> onLoop(Topic topic, List<Long> offsets) {
    return GatewayFixture.await(
        Future.future(
            promise ->
                vertx.runOnContext(
                    loop -> {
                      List<Future<ReplaySource.Page>> answers = new ArrayList<>();
                      for (long offset : offsets) {
                        answers.add(pages.after(topic, new Position(7, offset), 256));
                      }
                      promise.complete(answers);
                    })));
  }
}
