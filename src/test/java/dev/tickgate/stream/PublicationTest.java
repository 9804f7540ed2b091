package dev.tickgate.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PublicationTest {
  private final Publication publication =
      Publication.at(new Topic("t"), new Position(5, 9), "{\"type\":\"ticker\",\"bid\":1.5}");

  @Test
  void carriesItsPosition() {
    assertThat(new String(publication.json(), UTF_8))
        .isEqualTo("{\"type\":\"ticker\",\"bid\":1.5,\"epoch\":5,\"offset\":9}");
  }

  @Test
  void tellsHowManyWereLeftOut() {
    assertThat(new String(publication.skipping(3).json(), UTF_8))
        .isEqualTo("{\"type\":\"ticker\",\"bid\":1.5,\"epoch\":5,\"offset\":9,\"skipped\":3}");
  }

  @Test
  void isEncodedOncePerEncoding() {
    AtomicInteger encodings = new AtomicInteger();
    Encoding first = p -> ("1st" + encodings.incrementAndGet()).getBytes(UTF_8);
    Encoding second = p -> ("2nd" + encodings.incrementAndGet()).getBytes(UTF_8);

    assertThat(publication.as(first)).isSameAs(publication.as(first));
    assertThat(publication.as(second)).isSameAs(publication.as(second));
    assertThat(new String(publication.as(second), UTF_8)).isEqualTo("2nd2");
    assertThat(encodings).hasValue(2);
  }
}
