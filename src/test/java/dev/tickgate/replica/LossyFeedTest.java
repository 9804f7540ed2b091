package dev.tickgate.replica;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * A feed of many topics over a bus that loses, repeats and reorders, with leaders that change and
 * subscribers that come and go: each subscriber hears what its topic published since, in order and
 * once.
 */
class LossyFeedTest {
  // Schedules wait more than they work. Each has a bus of its own.
  private static final int BESIDE_EACH_OTHER = 10;
  private static final List<Vertx> BUSES =
      Stream.generate(() -> Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1)))
          .limit(BESIDE_EACH_OTHER)
          .toList();

  @AfterContainer
  static void close() {
    BUSES.forEach(bus -> bus.close().await());
  }

  @Property(tries = 30)
  void everySubscriberHearsEachPublicationOnceAndInOrder(
      @ForAll @Size(BESIDE_EACH_OTHER) List<Long> seeds) throws Exception {
    play(seeds, false);
  }

  /** A subscriber that heard a lost publication is told so, and hears no other one in its place. */
  @Property(tries = 15)
  void noSubscriberHearsTwoHistoriesAsOne(@ForAll @Size(BESIDE_EACH_OTHER) List<Long> seeds)
      throws Exception {
    play(seeds, true);
  }

  private static void play(List<Long> seeds, boolean restores) throws Exception {
    List<CompletableFuture<LossyFeedSchedule>> ends = new ArrayList<>();
    for (int i = 0; i < seeds.size(); i++) {
      Vertx bus = BUSES.get(i);
      long seed = seeds.get(i);
      CompletableFuture<LossyFeedSchedule> end = new CompletableFuture<>();
      ends.add(end);
      bus.getOrCreateContext().runOnContext(on -> play(bus, seed, restores, end));
    }
    for (CompletableFuture<LossyFeedSchedule> end : ends) {
      end.get(60, TimeUnit.SECONDS).check();
    }
  }

  private static void play(
      Vertx bus, long seed, boolean restores, CompletableFuture<LossyFeedSchedule> end) {
    LossyFeedSchedule schedule = new LossyFeedSchedule(bus, seed, restores);
    schedule
        .play()
        .onSuccess(played -> end.complete(schedule))
        .onFailure(end::completeExceptionally);
  }
}
