package dev.tickgate.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.Fixture;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The answer to a handshake that Vert.x hands over outside of a read. */
class WebSocketOpeningTest {
  @Fixture private final Vertx vertx = Vertx.vertx();
  private final EmbeddedChannel channel = new EmbeddedChannel();

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private WebSocketConnection connection() {
    InboundRate.Allowance free = InboundRate.Allowance.UNLIMITED;
    WebSocketConnection connection =
        new WebSocketConnection(
            (ContextInternal) vertx.getOrCreateContext(),
            "r-1",
            new Inbound(100, free, Duration.ofSeconds(1)),
            false,
            new InboundRate(free, () -> 0),
            new IncompleteMessages(() -> 0),
            code -> {});
    channel.pipeline().addLast(connection);
    return connection;
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  private List<String> sent() {
    List<String> texts = new ArrayList<>();
    for (ByteBuf sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
      texts.add(sent.toString(StandardCharsets.US_ASCII));
      sent.release();
    }
    return texts;
  }

  /** The handshake and a first message, in one turn of the loop. */
  private void turn() {
    WebSocketConnection connection = connection();
    channel
        .eventLoop()
        .execute(
            () -> {
              connection.open(ChannelWriter.of(channel.pipeline(), connection), bytes("101"));
              connection.write(bytes("first"));
              connection.flush();
            });
  }

  @Test
  void itLeavesSoonWhereNoReadEnds() {
    turn();
    channel.runPendingTasks();

    assertThat(sent()).containsExactly("101", "first");
  }

  @Test
  void fromThenOnAFlushIsOne() {
    turn();
    channel.runPendingTasks();
    sent();

    WebSocketConnection connection = channel.pipeline().get(WebSocketConnection.class);
    connection.write(bytes("next"));
    connection.flush();

    assertThat(sent()).containsExactly("next");
  }
}
