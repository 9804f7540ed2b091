package dev.tickgate.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection when the client has answered the server's close, or after a time-out.
 * Confined to the event loop of the connection.
 */
final class Farewell {
  private static final long CLOSING_PATIENCE_MS = 5_000;
  private static final long FAREWELL_PATIENCE_MS = 1_000;

  // The time-out of the wait for the client; null before.
  private Future<?> patience;

  /** Waits for the client's answer to the server's close. */
  void awaitAnswer(Channel channel) {
    waitFor(channel, CLOSING_PATIENCE_MS);
  }

  /**
   * Closes the connection after the last frame. Closing a socket with unread bytes resets the
   * connection and loses the frames in transit, so the output is shut down first.
   */
  void shut(ChannelWriter writer) {
    Channel channel = writer.channel();
    waitFor(channel, FAREWELL_PATIENCE_MS);
    if (writer.isEncrypted() || !(channel instanceof DuplexChannel duplex)) {
      channel.pipeline().close();
      return;
    }
    // If the write fails, the connection is closed already.
    channel
        .pipeline()
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(written -> duplex.shutdownOutput());
  }

  private void waitFor(Channel channel, long millis) {
    over();
    patience = channel.eventLoop().schedule(() -> channel.close(), millis, TimeUnit.MILLISECONDS);
  }

  /** Cancels the time-out. */
  void over() {
    if (patience != null) {
      patience.cancel(false);
    }
  }
}
