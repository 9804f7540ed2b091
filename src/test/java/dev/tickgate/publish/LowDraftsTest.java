package dev.tickgate.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.lead.Draft;
import dev.tickgate.lead.Placed;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LowDraftsTest {
  private static final Topic ROOM = new Topic("room.game_1");
  private static final Optional<String> PLACE = Optional.of("place:7");

  @Fixture private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  // Written and read by the loop.
  private final List<List<Draft>> commits = new ArrayList<>();
  private final LowDrafts low = new LowDrafts(vertx, 50, this::commit);
  private int offset;
  private boolean refuses;

  private Future<List<Placed>> commit(List<Draft> drafts) {
    commits.add(drafts);
    return refuses
        ? Future.failedFuture("leads no more")
        : Future.succeededFuture(
            drafts.stream()
                .map(draft -> new Placed(draft.topic(), new Position(7, ++offset), false))
                .toList());
  }

  private static Draft draft(String key, String body) {
    return new Draft(ROOM, key, body);
  }

  private <T> T onLoop(Supplier<Future<T>> action) {
    Promise<T> done = Promise.promise();
    loop.runOnContext(now -> action.get().onComplete(done));
    return done.future().await();
  }

  private List<Long> publish(List<Draft> drafts, Optional<String> merge) {
    return onLoop(
        () -> {
          List<Future<Placed>> places =
              drafts.stream().map(draft -> low.publish(draft, merge)).toList();
          return Future.all(places)
              .map(all -> places.stream().map(one -> one.result().position().offset()).toList());
        });
  }

  @Test
  void theNewestOfAMergeKeyIsCommittedAndAllGetItsPlace() {
    List<Draft> drafts = List.of(draft("a", "{1}"), draft("b", "{2}"), draft("c", "{3}"));

    assertThat(publish(drafts, PLACE)).containsExactly(1L, 1L, 1L);
    assertThat(commits).containsExactly(List.of(drafts.get(2)));
  }

  @Test
  void thoseWithoutAMergeKeyAreCommittedTogetherInTheirOrder() {
    List<Draft> drafts = List.of(draft("a", "{1}"), draft("b", "{2}"));

    assertThat(publish(drafts, Optional.empty())).containsExactly(1L, 2L);
    assertThat(commits).containsExactly(drafts);
  }

  @Test
  void moreThanARequestMayHoldAreCommittedInParts() {
    List<Draft> drafts =
        IntStream.range(0, 250).mapToObj(i -> draft("k" + i, "{" + i + "}")).toList();

    assertThat(publish(drafts, Optional.empty())).hasSize(250).isSorted();
    assertThat(commits).hasSize(3).allMatch(commit -> commit.size() <= Publisher.MOST_PAYLOADS);
  }

  @Test
  void aRepetitionWhileItWaitsIsCommittedOnce() {
    Draft draft = draft("a", "{1}");

    assertThat(publish(List.of(draft, draft), Optional.empty())).containsExactly(1L, 1L);
    assertThat(publish(List.of(draft("b", "{2}"), draft("c", "{3}"), draft("b", "{2}")), PLACE))
        .containsExactly(2L, 2L, 2L);
    assertThat(commits.get(1)).containsExactly(draft("c", "{3}"));
  }

  @Test
  void aRepetitionOfOneThatWasReplacedDoesNotComeBehindTheNewest() {
    publish(List.of(draft("a", "{1}"), draft("b", "{2}")), PLACE);

    assertThat(publish(List.of(draft("a", "{1}")), PLACE)).containsExactly(1L);
    assertThat(commits).hasSize(1);
  }

  @Test
  void aRefusedCommitIsToldToAllWhoWait() {
    refuses = true;
    Future<Long> failures =
        Future.future(
            done ->
                loop.runOnContext(
                    now -> {
                      Future<Placed> first = low.publish(draft("a", "{1}"), PLACE);
                      Future<Placed> second = low.publish(draft("b", "{2}"), PLACE);
                      Future.join(first, second)
                          .onComplete(
                              all ->
                                  done.complete(
                                      List.of(first, second).stream()
                                          .filter(Future::failed)
                                          .count()));
                    }));

    assertThat(failures.await()).isEqualTo(2);
  }

  @Test
  void whoWaitsAtTheEndIsToldAndNothingIsCommitted() {
    String refusal =
        onLoop(
            () -> {
              Future<Placed> place = low.publish(draft("a", "{1}"), PLACE);
              low.end();
              return place.map("committed").otherwise(Throwable::getMessage);
            });

    assertThat(refusal).isEqualTo("leads no more");
    assertThat(commits).isEmpty();
  }
}
