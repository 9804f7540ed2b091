package dev.tickgate.hub;

import static dev.tickgate.hub.HubFixture.EUR_USD;
import static dev.tickgate.hub.HubFixture.USD_JPY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.hub.HubFixture.Client;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.stream.Position;
import dev.tickgate.transport.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A session whose connection throws is closed and counted; the others hear as before. */
class SessionGuardTest {
  private final HubFixture bed = new HubFixture();

  private record Loop(String name, Consumer<HubFixture> turn) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Loop> loops() {
    return Stream.of(
        new Loop("a publication", bed -> bed.turn(USD_JPY)),
        new Loop("publications of several topics", bed -> bed.turn(USD_JPY, EUR_USD)),
        new Loop("news of a topic", bed -> bed.hub.report(USD_JPY, ErrorCode.FEED_STALE)),
        new Loop(
            "a topic that starts anew",
            bed -> bed.hub.fill(USD_JPY, new Position(9, 0), List.of())),
        new Loop("a round of signs of life", bed -> rounds(bed, Hub::tickAlive)),
        new Loop("a round of heartbeats", bed -> rounds(bed, Hub::tickBeats)),
        new Loop("other rules", bed -> bed.hub.rights().change(AccessPolicy.of())));
  }

  private static void rounds(HubFixture bed, Consumer<Hub> tick) {
    for (int i = 0; i < SessionRegistry.SLOTS; i++) {
      tick.accept(bed.hub);
    }
  }

  @ParameterizedTest
  @MethodSource("loops")
  void touchesNoOther(Loop loop) {
    List<FakeTransport> clients = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      Client client = bed.new Client(Format.JSON_WEBSOCKET);
      client.hear(USD_JPY, EUR_USD);
      clients.add(client.transport);
    }
    clients.get(3).broken = true;
    int before = clients.get(0).sent.size() + clients.get(0).pings;

    loop.turn().accept(bed);
    bed.hub.flush();

    for (int i = 0; i < 7; i++) {
      FakeTransport client = clients.get(i);
      if (i == 3) {
        assertThat(client.closed).containsExactly(CloseCode.INTERNAL_ERROR);
      } else {
        assertThat(client.sent.size() + client.pings).isGreaterThan(before);
        assertThat(client.closed).isEmpty();
      }
    }
    assertThat(bed.hub.sessions().size()).isEqualTo(6);
    assertThat(bed.failed).isPositive();
  }

  @Test
  void aStopReachesAllOthers() {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      clients.add(bed.client(USD_JPY));
    }
    clients.get(3).transport.broken = true;

    bed.hub.sessions().endSome(7, CloseCode.GOING_AWAY);

    assertThat(clients)
        .allSatisfy(
            client -> assertThat(client.transport.closed).containsExactly(CloseCode.GOING_AWAY));
    assertThat(bed.hub.sessions().size()).isZero();
  }

  @Test
  void aConnectionThatFailsWhenItDrainsIsClosed() {
    Client client = bed.client(USD_JPY);
    client.transport.writable = false;
    bed.turn(USD_JPY);
    client.transport.writable = true;
    client.transport.broken = true;

    client.session.drained();

    assertThat(client.transport.closed).containsExactly(CloseCode.INTERNAL_ERROR);
    assertThat(bed.hub.sessions().size()).isZero();
  }

  @Test
  void aLetterThatFailsIsNotTheOthersFailure() {
    List<String> handled = new ArrayList<>();
    List<Runnable> loop = new ArrayList<>();
    Mailbox mailbox = new Mailbox(bed.hub, loop::add);
    mailbox.post(
        hub -> {
          throw new IllegalStateException("broken");
        });
    mailbox.post(hub -> handled.add("second"));

    loop.forEach(Runnable::run);

    assertThat(handled).containsExactly("second");
    assertThat(mailbox.backlog()).isZero();
  }
}
