package dev.tickgate.hub;

import static dev.tickgate.hub.HubFixture.USD_JPY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.hub.HubFixture.Client;
import dev.tickgate.protocol.Command;
import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.transport.Format;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Clients that ask for publications as differences to the one before. */
class DeltaTest {
  private static final String SIDES = ",\"ask\":151.249,\"symbol\":\"USD_JPY\"}";

  private final HubFixture bed = new HubFixture();

  private void publish(long... offsets) {
    for (long offset : offsets) {
      bed.hub.publish(tick(offset));
    }
    bed.hub.flush();
  }

  private static Publication tick(long offset) {
    return Publication.at(USD_JPY, new Position(7, offset), "{\"bid\":" + offset + ".50" + SIDES);
  }

  private Client client(Pace pace, Optional<Position> since) {
    Client client = bed.new Client(Format.BRIDGE_SOCKJS_FALLBACK);
    bed.hub.subscribe(
        client.session, new Command.Subscribe(USD_JPY, since, pace, true, null), false);
    bed.hub.flush();
    return client;
  }

  private Client client() {
    return client(Pace.UNLIMITED, Optional.empty());
  }

  /**
   * The publications that a client got: a number for a whole publication, one behind a Δ for a
   * difference.
   */
  private static List<String> got(Client client) {
    return client.transport.sent.stream()
        .map(sent -> new JsonObject(sent).getJsonObject("body"))
        .filter(body -> !"subscribed".equals(body.getString("type")))
        .map(body -> ("delta".equals(body.getString("type")) ? "Δ" : "") + body.getLong("offset"))
        .toList();
  }

  private static String last(Client client) {
    return client.transport.sent.get(client.transport.sent.size() - 1);
  }

  @Test
  void theNewestComesWholeAndThenWhatChanges() {
    publish(1);
    Client client = client();
    Client plain = bed.new Client();
    plain.hear(USD_JPY);
    publish(2);
    publish(3);

    assertThat(got(client)).containsExactly("1", "Δ2", "Δ3");
    assertThat(got(plain)).containsExactly("1", "2", "3");
    assertThat(last(client))
        .isEqualTo(
            "{\"type\":\"rec\",\"address\":\"ticks.USD_JPY\",\"body\":{\"type\":\"delta\","
                + "\"topic\":\"ticks.USD_JPY\",\"epoch\":7,\"offset\":3,"
                + "\"patch\":{\"bid\":3.50}}}");
  }

  @Test
  void theFirstOfATopicIsWhole() {
    Client client = client();
    publish(1);
    publish(2, 3);

    assertThat(got(client)).containsExactly("1", "Δ2", "Δ3");
  }

  @Test
  void whoJoinsLaterGetsDifferencesToo() {
    Client first = client();
    publish(1);
    Client second = client();
    publish(2);

    assertThat(got(first)).containsExactly("1", "Δ2");
    assertThat(got(second)).containsExactly("1", "Δ2");
  }

  @Test
  void whoComesBackGetsWhatItMissedWhole() {
    publish(1, 2, 3);
    Client client = client(Pace.UNLIMITED, Optional.of(new Position(7, 1)));
    publish(4);
    // What it has from before, the server does not know.
    Client current = client(Pace.UNLIMITED, Optional.of(new Position(7, 4)));
    publish(5);
    publish(6);

    assertThat(got(client)).containsExactly("2", "3", "Δ4", "Δ5", "Δ6");
    assertThat(got(current)).containsExactly("5", "Δ6");
  }

  @Test
  void afterAnythingSkippedItIsWholeAgain() {
    Client slow = client();
    Client quick = client();
    publish(1);
    slow.transport.writable = false;
    publish(2);
    publish(3);
    publish(4);
    slow.transport.writable = true;
    slow.session.drained();
    bed.hub.flush();
    publish(5);
    publish(6);

    assertThat(got(quick)).containsExactly("1", "Δ2", "Δ3", "Δ4", "Δ5", "Δ6");
    List<String> got = got(slow);
    assertThat(got.get(0)).isEqualTo("1");
    assertThat(got.get(1)).doesNotStartWith("Δ");
    assertThat(got.get(got.size() - 1)).isEqualTo("Δ6");
  }

  @Test
  void ofALimitedPaceThoseThatSkipAreWhole() {
    Client client = client(Pace.parse("1").orElseThrow(), Optional.empty());
    publish(1);
    bed.alarms.pass(1_500);
    publish(2);
    publish(3);
    publish(4);
    bed.alarms.pass(1_500);
    bed.alarms.pass(1_500);
    publish(5);

    assertThat(got(client)).containsExactly("1", "Δ2", "4", "Δ5");
    // What was said of the one before is not true any more.
    assertThat(last(client)).contains("\"patch\":{\"bid\":5.50,\"skipped\":null}");
  }

  @Test
  void aNewEpochBeginsWhole() {
    Client client = client();
    publish(1);
    publish(2);
    bed.hub.fill(USD_JPY, new Position(8, 0), List.of());
    bed.hub.publish(Publication.at(USD_JPY, new Position(8, 1), "{\"bid\":9" + SIDES));
    bed.hub.flush();

    assertThat(got(client)).containsExactly("1", "Δ2", "1");
  }

  @Test
  void aDifferenceThatCannotBeSaidLeavesWhole() {
    Client client = client();
    publish(1);
    bed.hub.publish(Publication.at(USD_JPY, new Position(7, 2), "{\"bid\":null}"));
    bed.hub.flush();

    assertThat(got(client)).containsExactly("1", "2");
  }

  @Test
  void clientsOfSeveralTopicsShareNothingWhereOneWantsDifferences() {
    Client both = client();
    Client plain = bed.new Client();
    both.hear(HubFixture.EUR_USD);
    plain.hear(USD_JPY, HubFixture.EUR_USD);
    publish(1);
    bed.hub.publish(tick(2));
    bed.hub.publish(Publication.at(HubFixture.EUR_USD, new Position(7, 1), "{\"bid\":1.1" + SIDES));
    bed.hub.flush();

    assertThat(got(both)).containsExactly("1", "Δ2", "1");
    assertThat(got(plain)).containsExactly("1", "2", "1");
  }
}
