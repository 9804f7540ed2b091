package dev.tickgate.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.protocol.CloseCode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateTest {
  private static final int LIMIT = 64 * 1024;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate;client_max_window_bits=10",
        "permessage-deflate; client_max_window_bits=\"15\"",
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
        "x-webkit-deflate-frame, permessage-deflate",
        "permessage-deflate; server_max_window_bits=9, permessage-deflate",
      })
  void anOfferThatNeedsNoStateIsTaken(String offers) {
    assertThat(Deflate.agree(offers))
        .contains("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x-webkit-deflate-frame",
        // Its clients would need a compression of their own.
        "permessage-deflate; server_max_window_bits=10",
        "permessage-deflate; client_max_window_bits=16",
        "permessage-deflate; client_max_window_bits=x",
        "permessage-deflate; who_knows",
        "permessage-deflate2",
      })
  void anyOtherIsLeft(String offers) {
    assertThat(Deflate.agree(offers)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 140, 4095, 4096, 4097, 50_000})
  void whatIsCompressedIsTheSameWhenInflated(int size) {
    byte[] message = new byte[size];
    new Random(size).nextBytes(message);

    Deflate.Inflated inflated = Deflate.inflate(Deflate.compress(message), LIMIT);

    assertThat(inflated.wrong()).isEmpty();
    assertThat(inflated.message()).isEqualTo(message);
  }

  @Test
  void aMessageMayNotGrowBeyondTheLimit() {
    byte[] bomb = Deflate.compress(new byte[50 * LIMIT]);
    assertThat(bomb.length).isLessThan(LIMIT);

    assertThat(Deflate.inflate(bomb, LIMIT).wrong()).contains(CloseCode.TOO_BIG);
  }

  @ParameterizedTest
  @CsvSource({"ff ff ff ff", "07 00 00 ff"})
  void whatIsNoCompressedMessageIsInvalid(String hex) {
    byte[] bytes = new byte[4];
    String[] parts = hex.split(" ");
    for (int i = 0; i < parts.length; i++) {
      bytes[i] = (byte) Integer.parseInt(parts[i], 16);
    }

    assertThat(Deflate.inflate(bytes, LIMIT).wrong()).contains(CloseCode.INVALID_DATA);
  }

  @Test
  void theFrameOfACompressedMessageSaysSoAndAShortMessageStaysAsItIs() {
    byte[] longOne = "{\"bid\":1,\"ask\":1}".repeat(20).getBytes(StandardCharsets.UTF_8);
    byte[] shortOne = "o".getBytes(StandardCharsets.UTF_8);

    assertThat(Framings.WEBSOCKET_DEFLATED.frame(longOne)[0]).isEqualTo((byte) 0xC1);
    assertThat(Framings.WEBSOCKET_DEFLATED.frame(longOne).length).isLessThan(100);
    assertThat(Framings.WEBSOCKET_DEFLATED.frame(shortOne))
        .isEqualTo(Framings.WEBSOCKET.frame(shortOne));
  }
}
