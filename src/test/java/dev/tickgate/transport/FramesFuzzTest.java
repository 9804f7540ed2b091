package dev.tickgate.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.TemporaryFiles;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever bytes come, a frame is read whole or not at all. */
class FramesFuzzTest {
  // It may be on its way yet.
  private static final int MASK = 4;

  @Property
  void theHeadOfAFrameIsReadOnlyWhenItIsThere(@ForAll @Size(max = 20) byte[] bytes) {
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    Optional<WebSocketFrames.Header> header = WebSocketFrames.Header.read(in);

    assertThat(in.readerIndex()).isZero();
    assertThat(header.stream())
        .allMatch(
            read -> read.size() <= bytes.length + MASK && (read.length() >= 0 || !read.isValid()));
  }

  @Property
  void aTextIsOneOrNone(@ForAll @Size(max = 40) byte[] bytes) {
    assertThat(WebSocketFrames.text(bytes, 0).stream())
        .allMatch(text -> text.equals(new String(bytes, StandardCharsets.UTF_8)));
    assertThat(WebSocketFrames.wrongClose(bytes)).isNotNull();
  }

  @Property
  void aFrameOfSockJsIsTextsOrNone(@ForAll("frames") String frame) {
    assertThat(SockJsFrames.read(frame).stream())
        .allMatch(texts -> texts.stream().allMatch(Objects::nonNull));
  }

  @Property
  void anEventIdIsPositionsOrNone(@ForAll("ids") String id) {
    assertThat(MultiTopicSseFraming.parse(id).stream()).allMatch(positions -> !positions.isEmpty());
  }

  @Property
  void whatIsNotDeflatedIsSaid(@ForAll @Size(max = 60) byte[] bytes) {
    assertThat(Deflate.inflate(bytes, 1000))
        .matches(read -> read.wrong().isPresent() || read.message().length <= 1000);
  }

  @Provide
  Arbitrary<String> frames() {
    return TemporaryFiles.of(
        "[", "]", "\"", "\"a\"", ",", "1", "null", "{", "}", "\\", "\\u00", "[[");
  }

  @Provide
  Arbitrary<String> ids() {
    return TemporaryFiles.of("ticks.USD_JPY", "=", "7.1", ",", "ticks.EUR_USD=7.2", ".", "7");
  }
}
