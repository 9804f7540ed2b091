package dev.tickgate.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.access.Principal;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.protocol.Command;
import dev.tickgate.stream.Position;
import dev.tickgate.transport.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HubTest extends HubCase {
  @Test
  void whoSubscribesGetsTheNewestAtOnceAndThenTheLiveOnes() {
    fill(1, 2, 3);

    subscribe(Optional.empty());
    publish(4);

    assertThat(client.sent).containsExactly(snapshot(3), rec(4));
  }

  @Test
  void onlySubscribersHear() {
    fill(1);

    publish(2);

    assertThat(client.sent).isEmpty();
  }

  @Test
  void whoUnsubscribesHearsNoMore() {
    fill(1);
    subscribe(Optional.empty());

    hub.unsubscribe(session, new Command.Unsubscribe(TOPIC, null));
    publish(2);

    assertThat(client.sent).containsExactly(snapshot(1));
  }

  @Test
  void whatIsNotGrantedIsDenied() {
    hub.subscribe(session, command(SECRET, Optional.empty()), true);
    hub.flush();

    assertThat(client.sent)
        .containsExactly("{\"type\":\"err\",\"body\":\"access_denied\",\"topic\":\"user.7\"}");
  }

  @Test
  void aSecondSubscriptionOfTheSameTopicIsRefusedAndTheFirstStays() {
    fill(1);
    subscribe(Optional.empty());

    subscribe(Optional.empty());
    publish(2);

    assertThat(client.sent)
        .containsExactly(
            snapshot(1),
            "{\"type\":\"err\",\"body\":\"address_already_registered\",\"topic\":\"ticks.USD_JPY\"}",
            rec(2));
  }

  @Test
  void whatIsPublishedInOneTurnLeavesWithOneFlush() {
    fill(1);
    subscribe(Optional.empty());
    int before = client.flushes;

    LongStream.rangeClosed(2, 9).forEach(offset -> hub.publish(tick(7, offset)));
    hub.flush();

    assertThat(client.flushes).isEqualTo(before + 1);
    assertThat(client.sent).hasSize(9);
  }

  @Test
  void lostContinuityIsSaidToWhoHears() {
    fill(1, 2);
    subscribe(Optional.empty());

    hub.fill(TOPIC, new Position(8, 1), List.of(tick(8, 1)));
    hub.flush();

    assertThat(client.sent.get(1)).contains("\"recovered\":false").contains("\"epoch\":8");
    assertThat(client.sent.get(2)).contains("\"epoch\":8,\"offset\":1");
  }

  @Test
  void aSilentSessionIsPingedOnceAndThenEnded() {
    round();
    assertThat(client.pings).isEqualTo(1);

    round();

    assertThat(client.closed).containsExactly(CloseCode.SILENT);
    assertThat(hub.sessions().size()).isZero();
  }

  @Test
  void aSessionThatAnswersIsKept() {
    for (int i = 0; i < 5; i++) {
      round();
      session.heard();
    }

    assertThat(client.pings).isEqualTo(5);
    assertThat(client.closed).isEmpty();
  }

  @Test
  void aTransportWithoutAnswersIsNotTakenForSilent() {
    client.answers = false;

    round();
    round();
    round();

    assertThat(client.pings).isEqualTo(3);
    assertThat(client.closed).isEmpty();
  }

  @Test
  void plainJsonClientsHearAHeartbeatOnceARound() {
    FakeTransport plain = new FakeTransport();
    hub.sessions().open(Principal.ANYBODY, Format.JSON_WEBSOCKET, opened -> plain);

    for (int i = 0; i < 25; i++) {
      hub.tickBeats();
    }

    assertThat(plain.sent).hasSize(1);
    assertThat(plain.sent.get(0)).contains("\"type\":\"heartbeat\"");
    assertThat(client.sent).isEmpty();
  }

  @Test
  void whoHasLeftCostsNothing() {
    fill(1);
    subscribe(Optional.empty());

    hub.sessions().closed(session);
    publish(2);
    round();

    assertThat(client.sent).containsExactly(snapshot(1));
    assertThat(client.pings).isZero();
    assertThat(hub.sessions().size()).isZero();
  }

  @Test
  void manyComeAndGoWithoutDisturbingTheRest() {
    fill(1);
    List<FakeTransport> clients = new ArrayList<>();
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      FakeTransport one = new FakeTransport();
      clients.add(one);
      Session opened =
          hub.sessions().open(Principal.ANYBODY, Format.BRIDGE_SOCKJS_FALLBACK, s -> one);
      hub.subscribe(opened, command(TOPIC, Optional.empty()), false);
      sessions.add(opened);
    }
    for (int i = 0; i < 50; i += 3) {
      hub.sessions().closed(sessions.get(i));
    }

    publish(2);

    for (int i = 0; i < 50; i++) {
      assertThat(clients.get(i).sent.contains(rec(2))).isEqualTo(i % 3 != 0);
    }
  }
}
