package dev.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Fixture;
import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RegistrationReconcilerTest {
  // The looks after a change.
  private static final int LOOKS = 6;

  @Fixture private final Vertx vertx = Vertx.vertx();
  private final List<String> looked = new CopyOnWriteArrayList<>();
  private final List<String> forgotten = new CopyOnWriteArrayList<>();
  private final AtomicInteger looks = new AtomicInteger();
  private final RegistrationReconciler look = new RegistrationReconciler(vertx, new Quiet());

  @Test
  void aChangeDoesNotWaitForTheLookThatTheOneBeforeItLeft() {
    look.left();
    await().until(() -> looks.get() == 4);

    // The fifth is 8 s off. The next is a second off now, for a machine that stops as long as 5 s.
    look.left();

    await().atMost(Duration.ofSeconds(7)).until(() -> looks.get() >= 5);
  }

  @Test
  void aRemovedRegistrationIsRememberedForTheLooksAfterAJoin() {
    RegistrationReconciler quick = new RegistrationReconciler(vertx, new Quiet(), 1, 16);
    RegistrationInfo registration = new RegistrationInfo("this", 1, false);
    quick.registered("removed", registration);
    quick.unregistered("removed", registration);

    quick.left();
    await().until(() -> times("removed") == LOOKS);
    // The part that left may come back, with the registration.
    quick.joined();
    await().until(() -> forgotten.contains("removed"));
    assertThat(times("removed")).isGreaterThan(LOOKS);

    looked.clear();
    quick.left();
    await().until(() -> times("address") == LOOKS);
    assertThat(times("removed")).isZero();
  }

  @Test
  void aRegistrationThatIsThereIsNotForgotten() {
    RegistrationReconciler quick = new RegistrationReconciler(vertx, new Quiet(), 1, 16);
    quick.registered("own", new RegistrationInfo("this", 1, false));

    quick.joined();
    await().until(() -> times("own") == LOOKS);
    quick.joined();

    await().until(() -> times("own") == 2 * LOOKS);
    assertThat(forgotten).isEmpty();
  }

  private long times(String address) {
    return looked.stream().filter(address::equals).count();
  }

  private final class Quiet implements RegistrationReconciler.Source {
    @Override
    public Set<String> asked() {
      return Set.of("address");
    }

    @Override
    public void look(String address, Completable<List<RegistrationInfo>> answer) {
      looks.incrementAndGet();
      looked.add(address);
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

    @Override
    public void forget(String address) {
      forgotten.add(address);
    }
  }
}
