package dev.tickgate.cluster;

import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Fixture;
import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RegistrationReconcilerTest {
  @Fixture private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger looks = new AtomicInteger();
  private final RegistrationReconciler look = new RegistrationReconciler(vertx, new Quiet());

  @Test
  void aChangeDoesNotWaitForTheLookThatTheOneBeforeItLeft() {
    look.restless();
    await().until(() -> looks.get() == 4);

    // The fifth is 8 s off. The next is a second off now, for a machine that stops as long as 5 s.
    look.restless();

    await().atMost(Duration.ofSeconds(7)).until(() -> looks.get() >= 5);
  }

  private final class Quiet implements RegistrationReconciler.Source {
    @Override
    public Set<String> asked() {
      return Set.of("address");
    }

    @Override
    public void look(String address, Completable<List<RegistrationInfo>> answer) {
      looks.incrementAndGet();
      answer.succeed(List.of());
    }

    @Override
    public String nodeId() {
      return "this";
    }

    @Override
    public boolean isActive() {
      return true;
    }

    @Override
    public List<String> nodes() {
      return List.of("this");
    }

    @Override
    public void takeOff(String address, RegistrationInfo registration) {
      throw new AssertionError();
    }
  }
}
