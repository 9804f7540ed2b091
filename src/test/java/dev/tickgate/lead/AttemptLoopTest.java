package dev.tickgate.lead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttemptLoopTest {
  private final Vertx vertx = Vertx.vertx();
  private final List<Promise<Void>> attempts = new CopyOnWriteArrayList<>();
  private final AttemptLoop loop = new AttemptLoop(vertx, this::attempt);

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void oneAttemptRunsAtATime() {
    loop.now();
    loop.now();
    assertThat(attempts).hasSize(1);

    end(0);
    assertThat(attempts).hasSize(1);
    loop.now();
    assertThat(attempts).hasSize(2);
  }

  @Test
  void aRequestDuringAnAttemptStartsOneMoreAfterIt() {
    loop.nowOrNext();
    loop.nowOrNext();
    loop.nowOrNext();
    end(0);
    assertThat(attempts).hasSize(2);

    end(1);
    assertThat(attempts).hasSize(2);
  }

  @Test
  void aFailedAttemptEndsToo() {
    loop.now();
    attempts.get(0).fail("no database");
    loop.now();

    assertThat(attempts).hasSize(2);
  }

  @Test
  void anAttemptStartsAfterThePause() {
    loop.in(1);

    await().until(() -> attempts.size() == 1);
  }

  @Test
  void aStopWaitsForTheAttemptAndStartsNoOther() {
    loop.nowOrNext();
    loop.nowOrNext();
    Future<Void> stopped = loop.stop();
    assertThat(stopped.isComplete()).isFalse();

    end(0);
    loop.now();
    loop.in(1);
    assertThat(stopped.succeeded()).isTrue();
    assertThat(attempts).hasSize(1);
  }

  @Test
  void aStopWithoutAnAttemptIsDone() {
    assertThat(loop.stop().succeeded()).isTrue();
  }

  private Future<Void> attempt() {
    Promise<Void> promise = Promise.promise();
    attempts.add(promise);
    return promise.future();
  }

  private void end(int attempt) {
    attempts.get(attempt).complete();
  }
}
