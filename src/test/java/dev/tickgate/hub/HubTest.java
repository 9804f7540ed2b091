package dev.tickgate.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.access.Principal;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.protocol.Command;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicRoutes;
import dev.tickgate.testing.TestRoutes;
import dev.tickgate.transport.Format;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HubTest {
  private static final Topic TOPIC = new Topic("ticks.USD_JPY");
  private static final Topic OTHER = new Topic("ticks.EUR_USD");
  private static final Topic SECRET = new Topic("user.7");
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-02-16T13:05:10.123Z"));
  private static final int HISTORY = 10;

  private final List<Position> asked = new ArrayList<>();
  private Promise<ReplaySource.Page> archived = Promise.promise();
  private final ManualScheduler alarms = new ManualScheduler();
  private final Hub hub = hub(TestRoutes.of(HISTORY, TOPIC, OTHER));
  private final FakeTransport client = new FakeTransport();
  // The fallback format adds nothing to the bridge's envelope, and can be read here.
  private final Session session =
      hub.open(Principal.ANYBODY, Format.BRIDGE_SOCKJS_FALLBACK, opened -> client);

  private Hub hub(TopicRoutes routes) {
    return new Hub(
        new HubSettings(routes, HISTORY, 200, 2, Duration.ofSeconds(30)),
        AccessPolicy.of(AccessPolicy.open(TOPIC.name()), AccessPolicy.open(OTHER.name())),
        this::archive,
        HubMetrics.NONE,
        CLOCK,
        alarms::nanos,
        new Random(1),
        alarms::add);
  }

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

    hub.unsubscribe(session, TOPIC);
    publish(2);

    assertThat(client.sent).containsExactly(snapshot(1));
  }

  @Test
  void whatIsNotGrantedIsDenied() {
    hub.subscribe(session, command(SECRET, Optional.empty()), true);
    hub.flush();

    assertThat(client.sent).containsExactly("{\"type\":\"err\",\"body\":\"access_denied\"}");
  }

  @Test
  void aSecondSubscriptionOfTheSameTopicIsRefusedAndTheFirstStays() {
    fill(1);
    subscribe(Optional.empty());

    subscribe(Optional.empty());
    publish(2);

    assertThat(client.sent)
        .containsExactly(
            snapshot(1), "{\"type\":\"err\",\"body\":\"address_already_registered\"}", rec(2));
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
  void aPositionIsResumedFromMemoryWithoutGapOrRepetition() {
    fill(1, 2, 3, 4, 5);

    subscribe(at(3));
    publish(6);

    assertThat(client.sent).containsExactly(subscribed(5, true, 2), rec(4), rec(5), rec(6));
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

    assertThat(client.sent).hasSize(2);
    assertThat(client.sent.get(0)).contains("\"recovered\":false").contains("\"epoch\":8");
    assertThat(client.sent.get(1)).contains("\"offset\":2");
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
        unserved.open(Principal.ANYBODY, Format.BRIDGE_SOCKJS_FALLBACK, opened -> client);
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

    hub.unsubscribe(session, TOPIC);
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

    assertThat(client.sent).hasSize(3);
    assertThat(client.sent.get(1)).contains("\"recovered\":false").contains("\"epoch\":8");
    assertThat(client.sent.get(2)).contains("\"epoch\":8,\"offset\":1");
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
    assertThat(hub.size()).isZero();
  }

  @Test
  void anEventOfSeveralTopicsSaysThePositionsOfAllThatHasLeft() {
    fill(1);
    hub.fill(OTHER, new Position(9, 5), List.of(tick(OTHER, 9, 5)));
    FakeTransport events = new FakeTransport();
    Format format = Format.sse(Set.of(TOPIC, OTHER), Map.of(OTHER, new Position(9, 4)), false);
    Session many = hub.open(Principal.ANYBODY, format, opened -> events);
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

  private static String id(String event) {
    return event.substring("id: ".length(), event.indexOf('\n'));
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
    assertThat(hub.size()).isZero();
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
    hub.open(Principal.ANYBODY, Format.JSON_WEBSOCKET, opened -> plain);

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

    hub.closed(session);
    publish(2);
    round();

    assertThat(client.sent).containsExactly(snapshot(1));
    assertThat(client.pings).isZero();
    assertThat(hub.size()).isZero();
  }

  @Test
  void manyComeAndGoWithoutDisturbingTheRest() {
    fill(1);
    List<FakeTransport> clients = new ArrayList<>();
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      FakeTransport one = new FakeTransport();
      clients.add(one);
      Session opened = hub.open(Principal.ANYBODY, Format.BRIDGE_SOCKJS_FALLBACK, s -> one);
      hub.subscribe(opened, command(TOPIC, Optional.empty()), false);
      sessions.add(opened);
    }
    for (int i = 0; i < 50; i += 3) {
      hub.closed(sessions.get(i));
    }

    publish(2);

    for (int i = 0; i < 50; i++) {
      assertThat(clients.get(i).sent.contains(rec(2))).isEqualTo(i % 3 != 0);
    }
  }

  private Future<ReplaySource.Page> archive(Topic topic, Position position, int limit) {
    asked.add(position);
    return archived.future();
  }

  private void round() {
    for (int i = 0; i < 25; i++) {
      hub.tickAlive();
    }
  }

  private void fill(long... offsets) {
    List<Publication> ticks = LongStream.of(offsets).mapToObj(offset -> tick(7, offset)).toList();
    hub.fill(TOPIC, ticks.get(ticks.size() - 1).position(), ticks);
    hub.flush();
  }

  private void publish(long offset) {
    hub.publish(tick(7, offset));
    hub.flush();
  }

  private void subscribe(Optional<Position> since) {
    hub.subscribe(session, command(TOPIC, since), true);
    hub.flush();
  }

  private static Command.Subscribe command(Topic topic, Optional<Position> since) {
    return new Command.Subscribe(topic, since, Pace.UNLIMITED);
  }

  private static Optional<Position> at(long offset) {
    return Optional.of(new Position(7, offset));
  }

  private static Publication tick(long epoch, long offset) {
    return tick(TOPIC, epoch, offset);
  }

  private static Publication tick(Topic topic, long epoch, long offset) {
    return Publication.at(topic, new Position(epoch, offset), "{\"bid\":1}");
  }

  private static ReplaySource.Page page(long head, Publication... publications) {
    return page(head, List.of(publications));
  }

  private static ReplaySource.Page page(long head, List<Publication> publications) {
    return new ReplaySource.Page(new Position(7, head), true, publications);
  }

  private static String rec(long offset) {
    return "{\"type\":\"rec\",\"address\":\"ticks.USD_JPY\",\"body\":{\"bid\":1,\"epoch\":7,\"offset\":"
        + offset
        + "}}";
  }

  private static String snapshot(long offset) {
    String rec = rec(offset);
    return rec.substring(0, rec.length() - 1) + ",\"headers\":{\"snapshot\":\"true\"}}";
  }

  private static String subscribed(long head, boolean recovered, long replayed) {
    return "{\"type\":\"rec\",\"address\":\"ticks.USD_JPY\",\"body\":{\"type\":\"subscribed\","
        + "\"topic\":\"ticks.USD_JPY\",\"epoch\":7,\"offset\":"
        + head
        + ",\"recovered\":"
        + recovered
        + ",\"replayed\":"
        + replayed
        + "}}";
  }
}
