package dev.tickgate.hub;

import static dev.tickgate.hub.HubFixture.EUR_USD;
import static dev.tickgate.hub.HubFixture.USD_JPY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.hub.HubFixture.Client;
import dev.tickgate.protocol.Command;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.TestRoutes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Clients may invent names of topics; none of them stays. */
class IdleTopicsTest {
  // Each costs some 500 bytes where it stays.
  private static final int NAMES = 100_000;

  private final HubFixture bed = new HubFixture();
  private final int known = bed.hub.topics();
  private final Client client = bed.new Client();

  @Test
  void anInventedNameLeavesWithItsSubscription() {
    for (int i = 0; i < NAMES; i++) {
      Topic invented = new Topic("ticks.X" + i);
      client.hear(invented);
      bed.hub.unsubscribe(client.session, new Command.Unsubscribe(invented, null));
    }

    assertThat(bed.hub.topics()).isEqualTo(known);
    assertThat(bed.hub.groups()).isZero();
  }

  @Test
  void inventedNamesLeaveWithTheirSession() {
    for (int i = 0; i < 10; i++) {
      Pace pace = Pace.parse(Integer.toString(i + 1)).get();
      client.hear(new Topic("ticks.X" + i), pace);
    }

    bed.hub.sessions().closed(client.session);

    assertThat(bed.hub.topics()).isEqualTo(known);
  }

  @Test
  void aPositionInAnInventedNameKeepsNothing() {
    Topic invented = new Topic("ticks.X");
    Optional<Position> since = Optional.of(new Position(7, 3));
    bed.hub.subscribe(client.session, new Command.Subscribe(invented, since, Pace.UNLIMITED), true);

    bed.hub.unsubscribe(client.session, new Command.Unsubscribe(invented, null));
    bed.hub.tickAlive();

    assertThat(bed.hub.topics()).isEqualTo(known);
  }

  @Test
  void anInventedNameStaysForThoseWhoStillHearIt() {
    Topic invented = new Topic("ticks.X");
    Client other = bed.client(invented);
    client.hear(invented);

    bed.hub.unsubscribe(client.session, new Command.Unsubscribe(invented, null));
    bed.hub.fill(invented, new Position(7, 0), List.of());
    bed.hub.report(invented, ErrorCode.FEED_STALE);
    bed.hub.flush();

    assertThat(other.transport.sent).hasSize(1);
    assertThat(client.transport.sent).isEmpty();
  }

  @Test
  void aNameThatNoFeedServesIsKeptByItsSessionAlone() {
    HubFixture bed = new HubFixture(TestRoutes.of(10, USD_JPY));
    Client client = bed.new Client();
    Topic invented = new Topic("ticks.X");
    Optional<Position> since = Optional.of(new Position(7, 3));

    client.hear(invented);
    Client returned = bed.new Client();
    bed.hub.subscribe(
        returned.session, new Command.Subscribe(invented, since, Pace.UNLIMITED), true);
    bed.hub.flush();

    assertThat(bed.hub.topics()).isEqualTo(known);
    assertThat(bed.hub.groups()).isZero();
    assertThat(returned.transport.sent).singleElement().asString().contains("recovered\":false");
  }

  @Test
  void aNameThatIsServedLaterIsHeard() {
    HubFixture bed = new HubFixture(TestRoutes.NONE);
    Client client = bed.new Client();
    Topic later = new Topic("ticks.LATER");
    client.hear(later);

    bed.hub.fill(later, new Position(7, 0), List.of());
    bed.hub.publish(Publication.at(later, new Position(7, 1), "{\"bid\":1}"));
    bed.hub.flush();

    assertThat(client.heard()).containsExactly("LATER.1");
  }

  @Test
  void newsOfATopicThatNobodyHearsKeepsNothing() {
    bed.hub.report(new Topic("ticks.X"), ErrorCode.FEED_STALE);

    assertThat(bed.hub.topics()).isEqualTo(known);
  }

  @Test
  void aTopicWithAPositionStaysWithoutSubscribers() {
    client.hear(USD_JPY, EUR_USD);
    bed.turn(USD_JPY);

    bed.hub.sessions().closed(client.session);

    assertThat(bed.hub.topics()).isEqualTo(known);
    assertThat(bed.hub.newest(USD_JPY, 1)).hasSize(1);
  }
}
