package dev.tickgate.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** A bus that throws where it should fail: here because Vert.x is closed. */
class BusTest {
  private static final Topic TOPIC = Topic.ofTicks("USD_JPY");

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx);

  @Test
  void whoAsksIsAlwaysAnswered() {
    vertx.close().await();
    assertThatThrownBy(() -> vertx.eventBus().request("nobody", new JsonObject()))
        .isInstanceOf(RejectedExecutionException.class);

    Future<SyncReply> answer =
        bus.sync(new SyncRequest("usd_jpy", TOPIC, Optional.empty(), 0), Duration.ofSeconds(1));

    assertThat(answer.failed()).isTrue();
  }

  @Test
  void whoPublishesGoesOn() {
    Publication publication = Publication.at(TOPIC, new Position(1, 1), "{\"bid\":1}");
    FeedBatch batch = new FeedBatch(1, 1, 1, 0, 1, List.of(publication));
    vertx.close().await();
    assertThatThrownBy(() -> vertx.eventBus().publish("nobody", new JsonObject()))
        .isInstanceOf(RejectedExecutionException.class);

    assertThatCode(() -> bus.publish("usd_jpy", batch)).doesNotThrowAnyException();
  }
}
