package dev.tickgate.event;

import static dev.tickgate.event.EventNode.ORDERS;
import static dev.tickgate.event.EventNode.PRICING;
import static dev.tickgate.event.EventNode.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.event.EventNode.Log;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventStreamsTest {
  private static final Set<Topic> BOTH = Set.of(ORDERS, PRICING);

  private final Log log = new Log();
  private final EventNode node = new EventNode(log, 1000);
  private final EventReader client = new EventReader();

  @Test
  void theFirstEventLeavesAtOnceAndThoseWithinTheWindowTogether() {
    node.connect(client, BOTH, Map.of());
    node.publish(ORDERS, "A");
    assertThat(client.readAll().messages).containsExactly("connected", "event");

    node.publish(ORDERS, "A");
    node.pass(WINDOW - 1);
    node.publish(ORDERS, "A");
    assertThat(client.readAll().messages).hasSize(2);
    node.pass(1);

    assertThat(client.readAll().messages).containsExactly("connected", "event", "batch 2");
    assertThat(client.events).containsExactly("A.orders.1", "A.orders.2", "A.orders.3");
  }

  @Test
  void aClientIsConnectedWhenItIsKnownWhereItsChannelsStand() {
    Topic stock = new Topic("events.stock");
    node.connect(client, Set.of(ORDERS, stock), Map.of());
    assertThat(client.readAll().messages).isEmpty();

    node.hub.fill(stock, new Position(7, 4), List.of());
    node.hub.flush();
    assertThat(client.readAll().messages).containsExactly("connected");
    assertThat(client.id).isEqualTo("events.orders=7.0,events.stock=7.4");

    node.publish(ORDERS, "A");
    assertThat(client.readAll().messages).containsExactly("connected", "event");
  }

  @Test
  void anEventThatWaitedAloneIsNoBatch() {
    node.connect(client, BOTH, Map.of());
    node.publish(ORDERS, "A");
    node.publish(ORDERS, "A");
    node.pass(WINDOW);

    assertThat(client.readAll().messages).containsExactly("connected", "event", "event");
  }

  @Test
  void underConstantLoadABatchLeavesWithEveryWindow() {
    node.connect(client, BOTH, Map.of());
    for (int i = 0; i < 40; i++) {
      node.publish(ORDERS, "A");
      node.pass(WINDOW / 10);
    }

    assertThat(client.readAll().messages)
        .containsExactly("connected", "event", "batch 9", "batch 10", "batch 10", "batch 10");
  }

  @Test
  void afterAQuietWindowTheNextEventLeavesAtOnceAndNoTimerIsLeft() {
    node.connect(client, BOTH, Map.of());
    node.publish(ORDERS, "A");
    node.pass(WINDOW);
    assertThat(node.alarms()).isZero();

    node.publish(ORDERS, "A");

    assertThat(client.readAll().messages).containsExactly("connected", "event", "event");
  }

  @Test
  void typesDoNotWaitForEachOther() {
    node.connect(client, BOTH, Map.of());
    node.publish(ORDERS, "A");
    node.publish(ORDERS, "A");
    node.publish(ORDERS, "B");
    node.publish(PRICING, "C");

    assertThat(client.readAll().events).containsExactly("A.orders.1", "B.orders.3", "C.pricing.1");
    assertThat(client.id).isEqualTo("events.orders=7.1+B:3,events.pricing=7.1");
    node.pass(WINDOW);
    assertThat(client.readAll().id).isEqualTo("events.orders=7.3,events.pricing=7.1");
  }

  @Test
  void aBatchHasAtMostFiveHundredEvents() {
    node.connect(client, BOTH, Map.of());
    for (int i = 0; i < 1101; i++) {
      log.publish(ORDERS, "A");
    }
    node.receiveAll();
    node.pass(WINDOW);

    assertThat(client.readAll().messages)
        .containsExactly("connected", "event", "batch 500", "batch 500", "batch 100");
  }

  @Test
  void largeEventsLeaveBeforeTheyFillAConnection() {
    node.connect(client, BOTH, Map.of());
    for (int i = 0; i < 7; i++) {
      log.publish(ORDERS, "A", "x".repeat(50_000));
    }
    node.receiveAll();
    node.pass(WINDOW);

    assertThat(client.readAll().messages)
        .containsExactly("connected", "event", "batch 3", "batch 3");
  }

  @Test
  void clientsOfTheSameChannelsShareTheirFrames() {
    EventReader same = new EventReader();
    EventReader other = new EventReader();
    node.connect(client, BOTH, Map.of());
    node.connect(same, BOTH, Map.of());
    node.connect(other, Set.of(ORDERS), Map.of());
    node.publish(ORDERS, "A");

    assertThat(client.frames.get(1)).isSameAs(same.frames.get(1));
    assertThat(other.readAll().events).isEqualTo(client.readAll().events);
    assertThat(other.id).isEqualTo("events.orders=7.1");
  }

  @Test
  void aClientThatComesWithinAWindowGetsNothingFromBeforeAndThenSharesFrames() {
    node.connect(client, BOTH, Map.of());
    node.publish(ORDERS, "A");
    node.publish(ORDERS, "A");
    EventReader late = new EventReader();
    node.connect(late, BOTH, Map.of());
    node.publish(ORDERS, "A");
    node.pass(WINDOW);
    node.publish(PRICING, "C");

    assertThat(client.readAll().events).hasSize(4);
    assertThat(late.readAll().events).containsExactly("A.orders.3", "C.pricing.1");
    assertThat(late.frames.get(2)).isSameAs(client.frames.get(3));
  }

  @Test
  void aBatchCountsAsManyDeliveriesAsItHasEvents() {
    node.connect(client, Set.of(ORDERS), Map.of());
    for (int i = 0; i < 4; i++) {
      node.publish(ORDERS, "A");
    }
    node.pass(WINDOW);

    assertThat(client.readAll().messages).containsExactly("connected", "event", "batch 3");
    assertThat(node.delivered).containsExactly("A×1", "A×3");
  }

  @Test
  void whatWasMissedComesInBatchesOfOneType() {
    for (String type : List.of("A", "A", "A", "B", "A")) {
      node.publish(ORDERS, type);
    }
    node.connect(client, Set.of(ORDERS), Map.of(ORDERS, ChannelPosition.at(new Position(7, 1))));

    assertThat(client.readAll().messages).containsExactly("connected", "batch 2", "event", "event");
    assertThat(client.events)
        .containsExactly("A.orders.2", "A.orders.3", "B.orders.4", "A.orders.5");
    assertThat(client.id).isEqualTo("events.orders=7.5");
  }

  @Test
  void clientsThatComeBackWithTheSameIdShareWhatTheyMissed() {
    EventReader same = new EventReader();
    for (int i = 0; i < 5; i++) {
      node.publish(ORDERS, "A");
    }
    Map<Topic, ChannelPosition> position =
        Map.of(ORDERS, ChannelPosition.parse("7.1+A:3").orElseThrow());
    node.connect(client, Set.of(ORDERS), position);
    node.connect(same, Set.of(ORDERS), position);

    assertThat(client.frames.get(1).messages().get(0))
        .isSameAs(same.frames.get(1).messages().get(0));
    assertThat(same.readAll().events).containsExactly("A.orders.4", "A.orders.5");
    assertThat(same.id).isEqualTo("events.orders=7.5");
    assertThat(node.delivered).containsExactly("again A×2", "again A×2");
  }

  @Test
  void aClientThatReadsTooSlowlyIsClosedAndResumesWithoutLoss() {
    EventStream slow = node.connect(client, Set.of(ORDERS), Map.of());
    node.publish(ORDERS, "A");
    client.readAll();
    client.writable = false;
    int published = 1;
    while (client.closed.isEmpty() && published < 100) {
      log.publish(ORDERS, "A", "x".repeat(50_000));
      published++;
      node.receiveAll();
      node.pass(WINDOW);
    }

    assertThat(client.closed).containsExactly(CloseCode.SLOW);
    assertThat(node.delivered).containsExactly("A×1");
    node.disconnect(slow);
    client.writable = true;
    node.connect(client, Set.of(ORDERS), EventId.parse(client.id, Set.of(ORDERS)).orElseThrow());
    assertThat(client.readAll().events).hasSize(published).doesNotHaveDuplicates();
  }

  @Test
  void aFrameThatWaitedIsCountedWhenItLeaves() {
    EventStream slow = node.connect(client, Set.of(ORDERS), Map.of());
    client.writable = false;
    node.publish(ORDERS, "A");
    assertThat(node.delivered).isEmpty();

    client.writable = true;
    slow.session.drained();

    assertThat(client.readAll().events).containsExactly("A.orders.1");
    assertThat(node.delivered).containsExactly("A×1");
  }

  @Test
  void aClientThatMayNotReadAChannelAnyMoreHearsTheOthers() {
    node.connect(client, BOTH, Map.of());
    node.hub.rights().change(AccessPolicy.of(AccessPolicy.open("events.orders")));
    node.publish(PRICING, "C");
    node.publish(ORDERS, "A");

    assertThat(client.readAll().messages).containsExactly("connected", "error", "event");
    assertThat(client.events).containsExactly("A.orders.1");
    assertThat(client.id).isEqualTo("events.orders=7.1");
  }

  @Test
  void anotherEpochIsToldAndPositionsAreOfIt() {
    node.connect(client, BOTH, Map.of());
    node.publish(ORDERS, "A");
    node.publish(ORDERS, "A");
    node.hub.fill(ORDERS, new Position(8, 4), List.of());
    node.hub.flush();

    assertThat(client.readAll().messages)
        .containsExactly("connected", "event", "event", "subscribed");
    assertThat(client.id).isEqualTo("events.orders=8.4,events.pricing=7.0");
  }

  @Test
  void aClientWhosePositionIsOfAnotherEpochIsTold() {
    node.publish(ORDERS, "A");
    node.connect(client, Set.of(ORDERS), Map.of(ORDERS, ChannelPosition.at(new Position(6, 9))));
    node.publish(ORDERS, "B");

    assertThat(client.readAll().messages).containsExactly("connected", "subscribed", "event");
    assertThat(client.events).containsExactly("B.orders.2");
  }

  @Test
  void heartbeatsReachEachClientOnceARoundWithItsPosition() {
    EventHeartbeats heartbeats = new EventHeartbeats(node.streams);
    EventStream stream = node.connect(client, BOTH, Map.of());
    heartbeats.add(stream);
    for (int i = 0; i < 3 * EventHeartbeats.SLOTS; i++) {
      heartbeats.tick();
    }

    assertThat(client.readAll().messages)
        .containsExactly("connected", "heartbeat", "heartbeat", "heartbeat");
    assertThat(client.id).isEqualTo("events.orders=7.0,events.pricing=7.0");
    heartbeats.remove(stream);
    node.disconnect(stream);
    heartbeats.tick();
  }

  @Test
  void whenTheLastClientHasLeftNothingIsKept() {
    EventStream stream = node.connect(client, BOTH, Map.of());
    node.publish(ORDERS, "A");
    node.publish(ORDERS, "A");
    node.disconnect(stream);
    node.publish(ORDERS, "A");
    node.pass(2 * WINDOW);

    assertThat(node.streams.isEmpty()).isTrue();
    assertThat(node.alarms()).isZero();
  }
}
