package dev.tickgate.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.bus.Bus;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicRoutes;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.TestRoutes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class TopicReaderTest {
  private static final Topic TOPIC = new Topic("ticks.USD_JPY");
  private static final TopicRoutes ROUTES = TestRoutes.of(1, TOPIC);

  @Fixture private final Vertx vertx = Vertx.vertx();
  private final Promise<Void> registered = Promise.promise();
  private final Promise<Void> cancelled = Promise.promise();
  private boolean isCancelled;

  @Test
  void aRegistrationThatCompletesAfterTheStopIsCancelled() {
    TopicReader reader = reader();
    reader.start();

    Future<Void> stopped = reader.stop();
    assertThat(stopped.isComplete()).isFalse();

    registered.complete();
    assertThat(isCancelled).isTrue();
    assertThat(stopped.isComplete()).isFalse();
    cancelled.complete();
    assertThat(stopped.succeeded()).isTrue();
  }

  @Test
  void aReaderWhoseRegistrationFailsStops() {
    TopicReader reader = reader();
    reader.start();
    Future<Void> stopped = reader.stop();

    registered.fail("no cluster");

    assertThat(stopped.succeeded()).isTrue();
    assertThat(isCancelled).isFalse();
  }

  private TopicReader reader() {
    EventBus eventBus = answering(EventBus.class, (self, method, arguments) -> consumer());
    Vertx slow = answering(Vertx.class, (self, method, arguments) -> eventBus);
    return new TopicReader(vertx, new Bus(slow), ROUTES, TOPIC, "reader", publication -> {});
  }

  private MessageConsumer<?> consumer() {
    return answering(
        MessageConsumer.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "completion" -> registered.future();
              case "unregister" -> {
                isCancelled = true;
                yield cancelled.future();
              }
              default -> self;
            });
  }

  private static <T> T answering(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
