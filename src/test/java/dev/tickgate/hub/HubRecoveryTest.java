package dev.tickgate.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.access.Principal;
import dev.tickgate.protocol.Command;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.TestRoutes;
import dev.tickgate.transport.Format;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A client that comes back with its position. */
class HubRecoveryTest extends HubCase {
  @Test
  void aPositionIsResumedFromMemoryWithoutGapOrRepetition() {
    fill(1, 2, 3, 4, 5);

    subscribe(at(3));
    publish(6);

    assertThat(client.sent).containsExactly(subscribed(5, true, 2), rec(4), rec(5), rec(6));
  }

  @Test
  void aClientWithoutAPositionLearnsItAndCountsAsNoResumption() {
    HubFixture fixture =
        new HubFixture(
            TestRoutes.of(
                HISTORY,
                HubFixture.USD_JPY.name(),
                HubFixture.EUR_USD.name(),
                HubFixture.GBP_USD.name()));
    HubFixture.Client first = fixture.new Client();
    Topic unserved = new Topic("ticks.CHF_USD");
    fixture.hub.subscribe(first.session, command(TOPIC, Optional.of(Position.NONE)), false);
    fixture.hub.subscribe(first.session, command(unserved, Optional.of(Position.NONE)), false);
    fixture.hub.flush();

    assertThat(first.transport.sent.get(0)).contains("\"offset\":0,\"recovered\":false");
    assertThat(fixture.resumed).isEmpty();

    HubFixture.Client late = fixture.new Client();
    fixture.hub.subscribe(late.session, command(TOPIC, Optional.of(new Position(2, 9))), false);
    assertThat(fixture.resumed).containsExactly(false);
  }

  @Test
  void theSubscribersOfATopicThatBecomesKnownHearItInTheOrderInWhichTheyConnected() {
    HubFixture fixture = new HubFixture(TestRoutes.NONE);
    Topic unknown = new Topic("ticks.CHF_USD");
    List<HubFixture.Client> clients = new ArrayList<>();
    List<HubFixture.Client> order = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      HubFixture.Client client = fixture.client(unknown);
      client.transport.flushed = () -> order.add(client);
      clients.add(client);
    }
    fixture.hub.fill(unknown, new Position(7, 0), List.of());
    fixture.hub.flush();
    order.clear();

    fixture.hub.publish(Publication.at(unknown, new Position(7, 1), "{\"bid\":1}"));
    fixture.hub.flush();

    assertThat(order).containsExactlyElementsOf(clients);
  }

  @Test
  void theNewestPositionIsResumedWithNothing() {
    fill(1, 2, 3);

    subscribe(at(3));
    publish(4);

    assertThat(client.sent).containsExactly(subscribed(3, true, 0), rec(4));
  }

  @Test
  void aPositionBeforeTheNodeKnowsTheTopicWaitsForIt() {
    subscribe(at(2));
    assertThat(client.sent).isEmpty();

    fill(1, 2, 3);

    assertThat(client.sent).containsExactly(subscribed(3, true, 1), rec(3));
  }

  @Test
  void whatMemoryHasForgottenComesFromTheArchive() {
    fill(LongStream.rangeClosed(1, 30).toArray());

    subscribe(at(18));
    publish(31);
    assertThat(client.sent).isEmpty();
    archived.complete(page(24, tick(7, 19), tick(7, 20), tick(7, 21)));
    hub.flush();
    publish(32);

    assertThat(asked).containsExactly(new Position(7, 18));
    List<String> expected = new ArrayList<>(List.of(subscribed(31, true, 13)));
    LongStream.rangeClosed(19, 32).forEach(offset -> expected.add(rec(offset)));
    assertThat(client.sent).containsExactlyElementsOf(expected);
  }

  @Test
  void continuityThatCannotBeProvenIsSaidAndTheNewestFollows() {
    fill(LongStream.rangeClosed(1, 30).toArray());

    subscribe(at(3));
    archived.complete(page(24));
    hub.flush();
    publish(31);

    assertThat(client.sent).containsExactly(subscribed(30, false, 0), snapshot(30), rec(31));
  }

  @Test
  void aPageWithAHoleProvesNothing() {
    fill(20, 21, 22);

    subscribe(Optional.of(new Position(7, 3)));
    archived.complete(page(22, tick(7, 4), tick(7, 6)));

    assertThat(client.sent).hasSize(2);
    assertThat(client.sent.get(0)).contains("\"recovered\":false");
    assertThat(client.sent.get(1)).isEqualTo(snapshot(22));
  }

  @Test
  void anArchiveThatSkipsProvesNothing() {
    fill(LongStream.rangeClosed(1, 30).toArray());

    subscribe(at(3));
    archived.complete(page(24, tick(7, 5)));
    hub.flush();

    assertThat(client.sent).containsExactly(subscribed(30, false, 0), snapshot(30));
  }

  @Test
  void aPositionThatThisNodeHasNotReachedYetIsGoneOnFromWhenItHas() {
    fill(1, 2, 3);

    subscribe(at(5));
    archived.complete(page(6, tick(7, 6)));
    hub.flush();
    LongStream.rangeClosed(4, 7).forEach(this::publish);

    assertThat(client.sent).containsExactly(subscribed(5, true, 0), rec(6), rec(7));
  }

  @Test
  void theNewestPositionIsResumedByANodeThatIsBehindIt() {
    fill(1, 2, 3);

    subscribe(at(5));
    archived.complete(page(5));
    hub.flush();
    LongStream.rangeClosed(4, 6).forEach(this::publish);

    assertThat(client.sent).containsExactly(subscribed(5, true, 0), rec(6));
  }

  @Test
  void aNewEpochOfTheLeaderDoesNotTakeBackWhatThisNodeHasProvenMeanwhile() {
    fill(1, 2, 3);

    subscribe(at(5));
    LongStream.rangeClosed(4, 5).forEach(this::publish);
    archived.complete(new ReplaySource.Page(new Position(8, 2), true, List.of(tick(8, 2))));
    hub.flush();
    publish(6);

    assertThat(client.sent).containsExactly(subscribed(5, true, 0), rec(6));
  }

  @Test
  void aPositionThatANewEpochHasEndedIsAnsweredWhenThisNodeFollowsTheLeaderIntoIt() {
    fill(LongStream.rangeClosed(1, 30).toArray());

    subscribe(at(3));
    archived.complete(new ReplaySource.Page(new Position(8, 2), true, List.of(tick(8, 2))));
    hub.flush();
    assertThat(client.sent).isEmpty();
    hub.fill(TOPIC, new Position(8, 2), List.of(tick(8, 2)));
    hub.flush();

    assertNewEpochIsTold(0, 2);
  }

  @Test
  void aPositionThatWasNeverGivenOutIsNotProven() {
    fill(1, 2, 3);

    subscribe(at(9));
    archived.complete(page(4, tick(7, 3), tick(7, 4)));
    hub.flush();

    assertThat(client.sent).containsExactly(subscribed(3, false, 0), snapshot(3));
  }

  @Test
  void anArchiveThatDoesNotAnswerIsAskedAgainAndNothingIsLost() {
    fill(LongStream.rangeClosed(1, 30).toArray());

    subscribe(at(19));
    archived.fail("nobody leads");
    assertThat(client.sent).isEmpty();
    archived = Promise.promise();
    hub.tickAlive();
    archived.complete(page(30, tick(7, 20), tick(7, 21)));
    hub.flush();

    assertThat(asked).hasSize(2);
    assertThat(client.sent).hasSize(12).startsWith(subscribed(30, true, 11), rec(20), rec(21));
  }

  @Test
  void aPositionInATopicThatNobodyPublishesIsAnsweredAtOnce() {
    Hub unserved = hub(TestRoutes.NONE);
    Session asker =
        unserved
            .sessions()
            .open(Principal.ANYBODY, Format.BRIDGE_SOCKJS_FALLBACK, opened -> client);
    unserved.subscribe(asker, new Command.Subscribe(TOPIC, at(3), Pace.UNLIMITED), true);
    unserved.flush();
    assertThat(client.sent).singleElement().asString().contains("\"recovered\":false");
    unserved.fill(TOPIC, new Position(7, 2), List.of(tick(7, 1), tick(7, 2)));
    unserved.flush();

    assertThat(client.sent).hasSize(2).last().isEqualTo(snapshot(2));
  }

  @Test
  void whoIsNotSureToLeadDisprovesNothing() {
    fill(1, 2, 3);

    subscribe(at(5));
    archived.complete(new ReplaySource.Page(new Position(7, 4), false, List.of()));
    hub.flush();
    assertThat(client.sent).isEmpty();
    LongStream.rangeClosed(4, 6).forEach(this::publish);

    assertThat(client.sent).containsExactly(subscribed(5, true, 0), rec(6));
  }

  @Test
  void whoWaitsForTheLeaderIsToldOfItsTrouble() {
    fill(LongStream.rangeClosed(1, 30).toArray());

    subscribe(at(3));
    archived.fail("nobody leads");
    hub.report(TOPIC, ErrorCode.FEED_STALE);
    hub.flush();

    assertThat(client.sent).singleElement().asString().contains("FEED_STALE");
  }

  @Test
  void aReplayGoesNoFasterThanTheClientReads() {
    fill(1, 2, 3);
    client.writable = false;

    subscribe(at(1));
    publish(4);
    assertThat(client.sent).isEmpty();
    client.writable = true;
    session.drained();
    publish(5);

    assertThat(client.sent).containsExactly(subscribed(4, true, 3), rec(2), rec(3), rec(4), rec(5));
  }

  @Test
  void aPauseOfTheProcessIsNotTheClients() {
    fill(1);
    subscribe(Optional.empty());
    client.writable = false;

    publish(2);
    publish(3);
    publish(4);
    alarms.pass(60_000);
    client.writable = true;
    session.drained();

    assertThat(client.sent).containsExactly(snapshot(1), rec(2), rec(3), rec(4));
  }
}
