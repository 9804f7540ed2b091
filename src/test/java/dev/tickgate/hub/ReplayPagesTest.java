package dev.tickgate.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.protocol.Command;
import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.Frame;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReplayPagesTest {
  private static final Topic TOPIC = HubFixture.USD_JPY;
  private static final int EPOCH = 8;
  private static final int COUNT = 10;

  private final HubFixture bed = new HubFixture();

  private void fill(int bodySize) {
    String body = "{\"text\":\"" + "x".repeat(bodySize) + "\"}";
    List<Publication> tail =
        LongStream.rangeClosed(1, COUNT)
            .mapToObj(offset -> Publication.at(TOPIC, new Position(EPOCH, offset), body))
            .toList();
    bed.hub.fill(TOPIC, new Position(EPOCH, COUNT), tail);
  }

  private HubFixture.Client comeBack(HubFixture.Client client, long offset) {
    Optional<Position> since = Optional.of(new Position(EPOCH, offset));
    bed.hub.subscribe(client.session, new Command.Subscribe(TOPIC, since, Pace.UNLIMITED), true);
    bed.hub.flush();
    return client;
  }

  private static List<Long> offsets(HubFixture.Client client) {
    return client.transport.sent.stream()
        .map(sent -> new JsonObject(sent).getJsonObject("body"))
        .filter(body -> body.containsKey("text"))
        .map(body -> body.getLong("offset"))
        .toList();
  }

  private static Frame replayed(HubFixture.Client client) {
    return client.transport.frames.get(1);
  }

  @Test
  void whatWasMissedLeavesInOneWriteWhoseBytesAreShared() {
    fill(100);

    HubFixture.Client one = comeBack(bed.client(), 2);
    HubFixture.Client other = comeBack(bed.client(), 2);
    HubFixture.Client later = comeBack(bed.client(), 3);

    assertThat(one.transport.frames).hasSize(2);
    assertThat(replayed(other)).isSameAs(replayed(one));
    assertThat(replayed(later)).isNotSameAs(replayed(one));
    assertThat(offsets(one)).isEqualTo(LongStream.rangeClosed(3, COUNT).boxed().toList());
    assertThat(offsets(other)).isEqualTo(offsets(one));
    assertThat(offsets(later)).isEqualTo(LongStream.rangeClosed(4, COUNT).boxed().toList());
  }

  @Test
  void aPageIsForgottenAndMadeAnew() {
    fill(100);

    HubFixture.Client one = comeBack(bed.client(), 2);
    bed.hub.tickAlive();
    HubFixture.Client other = comeBack(bed.client(), 2);

    assertThat(replayed(other)).isNotSameAs(replayed(one));
    assertThat(offsets(other)).isEqualTo(offsets(one));
  }

  @Test
  void soManyPositionsAtOnceAreNotMixedUp() {
    fill(100);

    List<HubFixture.Client> clients =
        IntStream.range(0, COUNT).mapToObj(offset -> comeBack(bed.client(), offset)).toList();

    for (int offset = 0; offset < COUNT; offset++) {
      assertThat(offsets(clients.get(offset)))
          .isEqualTo(LongStream.rangeClosed(offset + 1, COUNT).boxed().toList());
    }
  }

  @Test
  void anEventIdSaysNoPositionThatHasNotLeft() {
    fill(50_000);
    Set<Topic> topics = Set.of(TOPIC, HubFixture.EUR_USD);
    HubFixture.Client client = bed.new Client(Format.sse(topics, Map.of(), false, false));
    client.hear(HubFixture.EUR_USD);
    client.transport.capacity = 2;

    comeBack(client, 0);
    client.transport.capacity = 1;
    bed.turn(HubFixture.EUR_USD);

    List<String> sent = client.transport.sent;
    assertThat(sent.get(sent.size() - 1))
        .startsWith("id: ")
        .contains("ticks.USD_JPY=8.2,", "ticks.EUR_USD=7.1\n");
  }

  @Test
  void aFullConnectionIsNoticedBetweenTwoWrites() {
    fill(50_000);
    HubFixture.Client client = bed.client();
    client.transport.capacity = 2;

    comeBack(client, 0);
    assertThat(offsets(client)).containsExactly(1L, 2L);
    client.transport.capacity = Integer.MAX_VALUE;
    client.session.drained();

    assertThat(offsets(client)).isEqualTo(LongStream.rangeClosed(1, COUNT).boxed().toList());
    assertThat(client.transport.frames).hasSize(1 + COUNT / 2);
  }
}
