package dev.tickgate.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.access.Principal;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.protocol.Command;
import dev.tickgate.stream.Position;
import dev.tickgate.transport.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A client that reads more slowly than its topics move. */
class SlowSessionTest extends HubCase {
  @Test
  void aSlowSessionSeesTheNewestPriceNotEveryPrice() {
    fill(1);
    subscribe(Optional.empty());
    client.writable = false;

    publish(2);
    publish(3);
    publish(4);
    alarms.passTurning(hub, 5001);
    client.writable = true;
    session.drained();
    publish(5);

    assertThat(client.sent)
        .containsExactly(snapshot(1), rec(4).replace("}}", ",\"skipped\":2}}"), rec(5));
  }

  @Test
  void aSessionThatReadsAgainInTimeSeesEveryPrice() {
    fill(1);
    subscribe(Optional.empty());
    client.writable = false;

    publish(2);
    publish(3);
    alarms.passTurning(hub, 5000);
    publish(4);
    client.writable = true;
    session.drained();
    publish(5);

    assertThat(client.sent).containsExactly(snapshot(1), rec(2), rec(3), rec(4), rec(5));
  }

  @Test
  void aSessionThatIsBehindAndUnsubscribesHearsNoMore() {
    fill(1);
    subscribe(Optional.empty());
    client.writable = false;
    publish(2);

    hub.unsubscribe(session, new Command.Unsubscribe(TOPIC, null));
    client.writable = true;
    session.drained();
    publish(3);

    assertThat(client.sent).containsExactly(snapshot(1));
  }

  @Test
  void aSessionThatIsBehindIsToldOfLostContinuity() {
    fill(1, 2);
    subscribe(Optional.empty());
    client.writable = false;
    publish(3);

    hub.fill(TOPIC, new Position(8, 1), List.of(tick(8, 1)));
    client.writable = true;
    session.drained();

    assertNewEpochIsTold(1, 1);
  }

  @Test
  void whatMemoryForgetsWhileASessionIsBehindComesFromTheArchive() {
    fill(1);
    subscribe(Optional.empty());
    client.writable = false;
    LongStream.rangeClosed(2, 20).forEach(this::publish);

    client.writable = true;
    session.drained();
    archived.complete(page(20, LongStream.rangeClosed(2, 12).mapToObj(o -> tick(7, o)).toList()));
    hub.flush();
    publish(21);

    List<String> expected = new ArrayList<>(List.of(snapshot(1)));
    LongStream.rangeClosed(2, 21).forEach(offset -> expected.add(rec(offset)));
    assertThat(client.sent).containsExactlyElementsOf(expected);
  }

  @Test
  void aSessionThatLetsRepliesPileUpIsEnded() {
    client.writable = false;

    for (int i = 0; i < 8; i++) {
      hub.subscribe(session, command(SECRET, Optional.empty()), true);
    }
    hub.flush();

    assertThat(client.closed).containsExactly(CloseCode.SLOW);
    assertThat(hub.sessions().size()).isZero();
  }

  @Test
  void anEventOfSeveralTopicsSaysThePositionsOfAllThatHasLeft() {
    fill(1);
    hub.fill(OTHER, new Position(9, 5), List.of(tick(OTHER, 9, 5)));
    FakeTransport events = new FakeTransport();
    Format format =
        Format.sse(Set.of(TOPIC, OTHER), Map.of(OTHER, new Position(9, 4)), false, false);
    Session many = hub.sessions().open(Principal.ANYBODY, format, opened -> events);
    hub.subscribe(many, command(OTHER, Optional.of(new Position(9, 4))), false);
    hub.subscribe(many, command(TOPIC, Optional.empty()), false);
    hub.flush();
    events.writable = false;
    hub.publish(tick(OTHER, 9, 6));
    publish(2);
    publish(3);
    alarms.passTurning(hub, 5001);
    events.writable = true;
    many.drained();

    assertThat(events.sent.stream().filter(sent -> sent.startsWith("id")).map(HubTest::id))
        .containsExactly(
            "ticks.EUR_USD=9.5",
            "ticks.EUR_USD=9.5,ticks.USD_JPY=7.1",
            "ticks.EUR_USD=9.6,ticks.USD_JPY=7.1",
            "ticks.EUR_USD=9.6,ticks.USD_JPY=7.3");
  }
}
