package dev.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeduplicatingRegistrationListenerTest {
  private static final RegistrationInfo ONE = new RegistrationInfo("one", 1, false);
  private static final RegistrationInfo OTHER = new RegistrationInfo("other", 1, false);

  private final AtomicLong nanos = new AtomicLong();
  private final List<List<RegistrationInfo>> heard = new ArrayList<>();
  private final DeduplicatingRegistrationListener told =
      new DeduplicatingRegistrationListener(
          new RegistrationListener() {
            @Override
            public void registrationsUpdated(RegistrationUpdateEvent event) {
              heard.add(event.registrations());
            }
          },
          new UnheardAddresses(nanos::get),
          nanos::get);

  @Test
  void whatIsKnownIsNotToldAgain() {
    tell(ONE, OTHER);
    tell(OTHER, ONE);
    tell(ONE);
    tell(ONE, OTHER);

    assertThat(heard).containsExactly(List.of(ONE, OTHER), List.of(ONE), List.of(ONE, OTHER));
  }

  @Test
  void whoForgotIsToldAgain() {
    tell(ONE);
    told.forget("address");
    tell(ONE);
    told.registrationsLost();
    tell(ONE);

    assertThat(heard).hasSize(3);
  }

  @Test
  void whatWasToldLongAgoIsToldAgain() {
    tell(ONE);
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    tell(ONE);
    assertThat(heard).hasSize(1);

    nanos.incrementAndGet();
    tell(ONE);

    assertThat(heard).hasSize(2);
  }

  @Test
  void thatNobodyHearsIsAlwaysTold() {
    tell();
    tell();

    assertThat(heard).hasSize(2);
  }

  private void tell(RegistrationInfo... registrations) {
    told.registrationsUpdated(new RegistrationUpdateEvent("address", List.of(registrations)));
  }
}
