package dev.tickgate.http;

import static dev.tickgate.testing.GatewayFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.Fixture;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BodyCacheTest {
  private static final Body BODY = new Body(new byte[1], Optional.empty());

  @Fixture private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final BodyCache cache =
      new BodyCache(vertx.createSharedWorkerExecutor("bodies", 1), 1_000, 1);

  private <T> Future<T> onLoop(Supplier<Future<T>> step) {
    Promise<T> promise = Promise.promise();
    loop.runOnContext(turn -> step.get().onComplete(promise));
    return promise.future();
  }

  @Test
  void aBodyThatFailedAfterTheEndOfItsRoundIsMadeAgain() {
    CompletableFuture<Body> made = new CompletableFuture<>();
    Future<Body> failed =
        onLoop(() -> cache.get("key", () -> made.get(10, TimeUnit.SECONDS)).orElseThrow());
    await(
        onLoop(
            () -> {
              cache.rotate();
              return Future.succeededFuture();
            }));
    made.completeExceptionally(new IllegalStateException("no memory"));
    assertThat(await(failed.map(false).otherwise(true))).isTrue();

    Body next = await(onLoop(() -> cache.get("key", () -> BODY).orElseThrow()));

    assertThat(next).isSameAs(BODY);
  }
}
