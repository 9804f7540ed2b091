package dev.tickgate.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * A feed of many topics over a bus that loses, repeats and reorders, with leaders that change and
 * subscribers that come and go: each subscriber hears what its topic published since, in order and
 * once.
 */
class LossyFeedTest {
  private static final Vertx VERTX = Vertx.vertx();

  @AfterContainer
  static void close() {
    VERTX.close().await();
  }

  @Property(tries = 300)
  void everySubscriberHearsEachPublicationOnceAndInOrder(@ForAll long seed) throws Exception {
    play(seed, false);
  }

  /** A subscriber that heard a lost publication is told so, and hears no other one in its place. */
  @Property(tries = 150)
  void noSubscriberHearsTwoHistoriesAsOne(@ForAll long seed) throws Exception {
    play(seed, true);
  }

  private static void play(long seed, boolean restores) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    LossyFeedSchedule[] run = new LossyFeedSchedule[1];
    Throwable[] failure = new Throwable[1];
    VERTX
        .getOrCreateContext()
        .runOnContext(
            on -> {
              run[0] = new LossyFeedSchedule(VERTX, seed, restores);
              run[0]
                  .play()
                  .onComplete(
                      end -> {
                        failure[0] = end.cause();
                        done.countDown();
                      });
            });
    assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(failure[0]).isNull();
    run[0].check();
  }
}
