package dev.tickgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The arithmetic of {@code capacity}, with costs that can be computed by hand. */
class CapacityPlanTest {
  private static final Offset<Double> EXACT = within(1e-9);
  private static final CapacityMachine MACHINE = new CapacityMachine(2, 1_000, 1_000, 0.5);

  // 10 topics × 4 publications a second of 1,000 bytes; each client has two of them.
  private static final CapacityLoad LOAD =
      new CapacityLoad(1_000, 10, 2, 4, 1_000, CapacityTransport.WEBSOCKET, 1, 5, 100);

  private static Costs costs(Object... namesAndValues) {
    Map<Cost, Double> values = new EnumMap<>(Cost.class);
    for (Cost cost : Cost.values()) {
      values.put(cost, cost == Cost.ROWS ? 1e9 : 0.0);
    }
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((Cost) namesAndValues[i], ((Number) namesAndValues[i + 1]).doubleValue());
    }
    return new Costs("paper", values);
  }

  private static CapacityPlan plan(int nodes, Costs costs) {
    return new CapacityPlan(LOAD, costs, MACHINE, nodes);
  }

  @Test
  void aClientGetsThePublicationsOfOneLookInOneWrite() {
    assertThat(LOAD.published()).isEqualTo(40);
    assertThat(LOAD.deliveries()).isEqualTo(8_000);
    // 8 publications a second and client, in 5 looks a second.
    assertThat(LOAD.writes()).isEqualTo(5_000);
    CapacityLoad seldom =
        new CapacityLoad(1_000, 10, 2, 1, 1_000, CapacityTransport.WEBSOCKET, 1, 100, 100);
    // 2 publications a second, fewer than the 10 looks that find one.
    assertThat(seldom.writes()).isEqualTo(2_000);
  }

  @Test
  void theClientsAreDividedAmongTheGatewaysAndEachHearsAllPublications() {
    Costs costs =
        costs(
            Cost.WRITE_WEBSOCKET,
            10,
            Cost.DELIVERY,
            1,
            Cost.DELIVERY_KIB,
            1.024,
            Cost.CONNECTION_IDLE,
            7,
            Cost.GATEWAY_IDLE,
            20,
            Cost.GATEWAY_BATCH,
            200,
            Cost.GATEWAY_PUBLICATION,
            50);
    // Writes 50 ms, deliveries 8 ms, their 8,000,000 bytes 8 ms, pings 7 ms, in each second;
    // and of each gateway 20 ms, five batches of 0.2 ms, 40 publications of 0.05 ms.
    assertThat(plan(1, costs).gatewayCores()).isCloseTo(0.073 + 0.023, EXACT);
    assertThat(plan(2, costs).gatewayCores()).isCloseTo(0.0365 + 0.023, EXACT);
  }

  @Test
  void aGatewayHasMemoryForItsConnectionsAndForTheHistoryOfEachTopic() {
    Costs costs =
        costs(Cost.GATEWAY_MEMORY, 200, Cost.CONNECTION_WEBSOCKET, 10.24, Cost.HISTORY, 48.576);
    // 1,000 connections 10 MiB; 10 topics × 100 publications × 1,048.576 bytes 1 MiB.
    assertThat(plan(1, costs).gatewayMib()).isCloseTo(211, EXACT);
    assertThat(plan(2, costs).gatewayMib()).isCloseTo(206, EXACT);
  }

  @Test
  void theNetworkOfAGatewayHasFramesPacketsAndWhatTheLeaderSends() {
    Costs costs = costs(Cost.CHECK, 100, Cost.BUS_BATCH, 80, Cost.BUS_PUBLICATION, 25);
    // 8,000 × 1,004 bytes and 5,000 × 156; from the leaders of the feed and the events 2 × 100 + 5
    // × 80 + 40 × 1,025.
    assertThat(plan(1, costs).gatewayMbit()).isCloseTo((8_812_000 + 41_600) * 8 / 1e6, EXACT);
    assertThat(plan(4, costs).gatewayMbit()).isCloseTo((2_203_000 + 41_600) * 8 / 1e6, EXACT);
    assertThat(plan(4, costs).leaderMbit()).isCloseTo(4 * 41_600 * 8 / 1e6, EXACT);
  }

  @Test
  void theLeaderAnswersAndSendsToEachGatewayAndTheDatabaseKnowsNone() {
    Costs costs =
        costs(
            Cost.FEED_LEADER,
            3,
            Cost.BATCH_LEADER,
            1_000,
            Cost.ROW_LEADER,
            100,
            Cost.CHECK_LEADER,
            0.5,
            Cost.BUS_LEADER,
            100,
            Cost.FEED_DATABASE,
            2,
            Cost.BATCH_DATABASE,
            600,
            Cost.ROW_DATABASE,
            50,
            Cost.FEED_TRANSACTIONS,
            6,
            Cost.BATCH_TRANSACTIONS,
            2);
    // Two feeds of 3 ms, five batches of 1 ms, 40 rows of 0.1 ms; each gateway two times 0.5 ms and
    // five times 0.1 ms.
    assertThat(plan(1, costs).leaderCores()).isCloseTo(0.015 + 0.0015, EXACT);
    assertThat(plan(100, costs).leaderCores()).isCloseTo(0.015 + 0.15, EXACT);
    assertThat(plan(1, costs).databaseCores()).isCloseTo(0.004 + 0.003 + 0.002, EXACT);
    assertThat(plan(100, costs).databaseCores()).isCloseTo(0.009, EXACT);
    assertThat(plan(1, costs).transactions()).isCloseTo(12 + 10, EXACT);
  }

  @Test
  void asManyGatewaysAreTakenAsTheLoadNeeds() {
    // 2.5 cores of writes; a gateway may take one, of its two.
    CapacityPlan plan = CapacityPlan.smallest(LOAD, costs(Cost.WRITE_WEBSOCKET, 500), MACHINE);

    assertThat(plan.nodes()).isEqualTo(3);
    assertThat(plan.fits()).isTrue();
    assertThat(plan.limits().get(0).name()).isEqualTo("cores of a gateway");
    assertThat(plan.limits().get(0).share()).isCloseTo(2.5 / 3, EXACT);
    assertThat(plan(2, costs(Cost.WRITE_WEBSOCKET, 500)).fits()).isFalse();
  }

  @Test
  void moreGatewaysDoNotHelpALeaderAtItsLimit() {
    CapacityPlan plan =
        CapacityPlan.smallest(
            LOAD, costs(Cost.WRITE_WEBSOCKET, 500, Cost.ROW_LEADER, 20_000), MACHINE);

    assertThat(plan.nodes()).isEqualTo(3);
    assertThat(plan.fits()).isFalse();
    // 40 × 20 ms of one event loop, of which half may be taken.
    assertThat(plan.limits().get(0).name()).isEqualTo("leader of a feed");
    assertThat(plan.limits().get(0).share()).isCloseTo(1.6, EXACT);
  }

  @Test
  void whereNoNumberOfGatewaysSufficesTheOwnShareOfEachIsTheReason() {
    CapacityPlan plan =
        CapacityPlan.smallest(LOAD, costs(Cost.GATEWAY_PUBLICATION, 30_000), MACHINE);

    assertThat(plan.nodes()).isEqualTo(CapacityPlan.MOST_NODES);
    assertThat(plan.fits()).isFalse();
    assertThat(plan.limits().get(0).name()).isEqualTo("cores of a gateway");
  }
}
