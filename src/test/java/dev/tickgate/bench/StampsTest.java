package dev.tickgate.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StampsTest {
  private final Stamps stamps = new Stamps();

  @Test
  void theNumbersAreFoundWhereverTheyAre() {
    assertThat(read("{\"type\":\"ticker\",\"seq\":17,\"sent\":1000000000000001}")).isTrue();
    assertNumbers(17, 1_000_000_000_000_001L, 0);
    assertThat(read("{\"seq\":18,\"bid\":1.5,\"sent\":7,\"epoch\":3,\"offset\":99}")).isTrue();
    assertNumbers(18, 7, 0);
  }

  @Test
  void theNumbersAreFoundInTheEnvelopeOfTheBridge() {
    String rec = "{\"type\":\"rec\",\"address\":\"bench\",\"body\":%s}";
    String body = "{\"seq\":18,\"sent\":7,\"epoch\":3,\"offset\":99,\"skipped\":12}";

    assertThat(read(rec.formatted(body))).isTrue();
    assertNumbers(18, 7, 12);
    assertThat(read(rec.formatted(body).replace("\"", "\\\""))).isTrue();
    assertNumbers(18, 7, 12);
  }

  @Test
  void aFieldThatOnlyLooksLikeIsNone() {
    assertThat(read("{\"sequence\":1,\"sender\":2,\"seq\":3,\"sent\":4}")).isTrue();
    assertNumbers(3, 4, 0);
  }

  @Test
  void otherMessagesAreNoPublications() {
    assertThat(read("{\"type\":\"heartbeat\",\"timestamp\":\"2026-02-16T13:05:10.123Z\"}"))
        .isFalse();
    assertThat(read("{\"seq\":1}")).isFalse();
    assertThat(read("")).isFalse();
  }

  @Test
  void aLineCarriesTheNumbersAndIsAsLongAsAsked() {
    for (int payload : new int[] {Line.SHORTEST, 100, 140, 1000}) {
      byte[] line = Line.of(payload).with(1_234_567_890_123_456L, 1_000_000_000_000_002L);

      assertThat(line).hasSize(payload + 1);
      assertThat(stamps.read(line, 0, payload)).isTrue();
      assertNumbers(1_234_567_890_123_456L, 1_000_000_000_000_002L, 0);
    }
  }

  private boolean read(String message) {
    byte[] bytes = ("before" + message + "after").getBytes(US_ASCII);
    return stamps.read(bytes, "before".length(), bytes.length - "after".length());
  }

  private void assertNumbers(long seq, long sent, long skipped) {
    assertThat(stamps.seq()).isEqualTo(seq);
    assertThat(stamps.sent()).isEqualTo(sent);
    assertThat(stamps.skipped()).isEqualTo(skipped);
  }
}
