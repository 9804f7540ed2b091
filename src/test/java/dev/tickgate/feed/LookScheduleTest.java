package dev.tickgate.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Fixture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LookScheduleTest {
  private static final long FAR = 600_000;

  @Fixture private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger looks = new AtomicInteger();
  private long now = 1_000_000_000;
  private Promise<Void> answer = Promise.promise();
  private final LookSchedule<Void> schedule =
      new LookSchedule<>(vertx, () -> now, this::look, done -> next());

  private Future<Void> look() {
    looks.incrementAndGet();
    answer = Promise.promise();
    return answer.future();
  }

  private void next() {
    schedule.inOrWhenWoken(FAR);
  }

  @Test
  void aWakeUpDuringALookMakesItLookAgain() {
    schedule.in(0);
    schedule.wake();
    assertThat(looks).hasValue(1);

    answer.complete();

    assertThat(looks).hasValue(2);
  }

  @Test
  void aWakeUpAMomentAfterAnotherWaitsForTheShortestPause() {
    schedule.wake();
    assertThat(looks).hasValue(1);
    answer.complete();

    schedule.wake();
    assertThat(looks).hasValue(1);

    await().until(() -> looks.get() == 2);
  }

  @Test
  void aWakeUpLaterLooksAtOnce() {
    schedule.wake();
    answer.complete();
    now += 10_000_000;

    schedule.wake();

    assertThat(looks).hasValue(2);
  }

  @Test
  void itIsIdleWhenTheLookThatRanHasEndedAndLooksNoMoreOnceItIsStopped() {
    schedule.in(0);
    schedule.wake();
    schedule.stop();
    Future<Void> idle = schedule.idle();
    assertThat(idle.isComplete()).isFalse();

    answer.complete();
    schedule.wake();
    schedule.in(0);

    assertThat(idle.succeeded()).isTrue();
    assertThat(looks).hasValue(1);
    assertThat(schedule.isLooking()).isFalse();
  }

  @Test
  void eachFutureOfALookCompletesAtItsEnd() {
    schedule.in(0);
    Future<Void> first = schedule.idle();
    Future<Void> second = schedule.idle();

    answer.complete();

    assertThat(first.succeeded()).isTrue();
    assertThat(second.succeeded()).isTrue();

    schedule.in(0);
    assertThat(schedule.idle().isComplete()).isFalse();
  }
}
