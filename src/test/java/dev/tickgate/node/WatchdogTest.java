package dev.tickgate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.GatewayFixture;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private static final int LOOPS = 3;

  private final List<String> ended = new ArrayList<>();
  private final AtomicReference<Double> heap = new AtomicReference<>(0.5);
  private final Watchdog watchdog = new Watchdog(LOOPS, heap::get, ended::add);

  private void check(int times) {
    for (int i = 0; i < times; i++) {
      watchdog.check();
    }
  }

  @Test
  void aLoopThatDoesNotTurnEndsTheProcess() {
    for (int i = 0; i < 100; i++) {
      IntStream.range(0, LOOPS).forEach(watchdog::turned);
      check(1);
    }
    assertThat(ended).isEmpty();

    for (int i = 0; i < Watchdog.LOOP_CHECKS; i++) {
      watchdog.turned(0);
      watchdog.turned(2);
      check(1);
    }

    assertThat(ended).containsExactly("an event loop has not turned for 30 s");
  }

  @Test
  void eachLoopShowsThatItTurns() {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));
    try {
      GatewayFixture.await(
          vertx.deployVerticle(watchdog::pulse, new DeploymentOptions().setInstances(LOOPS)));

      await().until(watchdog::allTurn);
    } finally {
      GatewayFixture.await(vertx.close());
    }
  }

  @Test
  void aHeapThatStaysFullEndsTheProcess() {
    heap.set(0.98);
    check(Watchdog.HEAP_CHECKS - 1);
    heap.set(0.9);
    check(1);
    heap.set(0.98);
    check(Watchdog.HEAP_CHECKS - 1);
    assertThat(ended).isEmpty();

    check(1);

    assertThat(ended).containsExactly("the heap has been full for 10 s");
  }

  @Test
  void aProcessWithoutMemoryForTheReasonEnds() {
    AtomicInteger code = new AtomicInteger();

    assertThatThrownBy(
            () ->
                Watchdog.halt(
                    "full",
                    line -> {
                      throw new OutOfMemoryError(line);
                    },
                    code::set))
        .hasMessage("node.halted reason=\"full\"");

    assertThat(code).hasValue(Watchdog.EXIT);
  }

  @Test
  void aCheckThatFailsIsFollowedByOthers() {
    AtomicInteger checks = new AtomicInteger();
    Watchdog failing =
        new Watchdog(
            0,
            () -> {
              checks.incrementAndGet();
              throw new OutOfMemoryError("heap");
            },
            ended::add);
    failing.start();
    try {
      await().until(() -> checks.get() >= 2);
    } finally {
      failing.stop();
    }
  }

  @Test
  void outOfMemoryIsSeenInALine() {
    assertThat(OutOfMemoryFilter.isOutOfMemory(new OutOfMemoryError("Java heap space"))).isTrue();
    assertThat(OutOfMemoryFilter.isOutOfMemory(new Exception(new OutOfMemoryError()))).isTrue();
    assertThat(OutOfMemoryFilter.isOutOfMemory(new IllegalStateException("another"))).isFalse();
    assertThat(OutOfMemoryFilter.isOutOfMemory(null)).isFalse();
  }
}
