package dev.tickgate.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoomMessagesTest {
  private static final Room ROOM = new Room("42");

  private static Set<String> users(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "user" + i)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void aMemberOfWhomTheLeaderHasNotHeardIsPresent() {
    JsonObject known = RoomMessages.presence(ROOM, new TreeSet<>(Set.of("anna", "chris")));

    JsonObject with = RoomMessages.withMember(known, "ben");

    assertThat(with.getJsonArray("members"))
        .isEqualTo(new JsonArray().add("anna").add("ben").add("chris"));
    assertThat(with.getInteger("count")).isEqualTo(3);
    assertThat(RoomMessages.withMember(with, "ben")).isEqualTo(with);
    // Others got the same answer.
    assertThat(known.getInteger("count")).isEqualTo(2);
  }

  @Test
  void ofMoreThanAHundredMembersTheNumberAloneIsTold() {
    JsonObject hundred = RoomMessages.presence(ROOM, users(RoomMessages.MOST_MEMBERS));
    assertThat(hundred.getJsonArray("members")).hasSize(100);

    JsonObject more = RoomMessages.withMember(hundred, "zoe");

    assertThat(more).isEqualTo(RoomMessages.presence(ROOM, users(101)));
    assertThat(more.containsKey("members")).isFalse();
    assertThat(RoomMessages.withMember(more, "zoe")).isEqualTo(more);
  }

  @Test
  void dataIsWrittenAsTheClientWroteIt() {
    JsonObject event = RoomMessages.actionReceived("anna", "move", Instant.EPOCH);
    String data = "{\"x\":0.12345678901234567890123, \"y\":1e400}";

    assertThat(RoomMessages.text(event, Optional.of(data)))
        .isEqualTo(
            "{\"type\":\"action_received\",\"timestamp\":\"1970-01-01T00:00:00.000Z\","
                + "\"user_id\":\"anna\",\"action\":\"move\",\"data\":"
                + data
                + "}");
    assertThat(RoomMessages.text(event, Optional.empty())).isEqualTo(event.encode());
  }
}
