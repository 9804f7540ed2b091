package dev.tickgate.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection when the client has answered our close, or after a while. Confined to the event
 * loop of the connection.
 */
final class Farewell {
  private static final long CLOSING_PATIENCE_MS = 5_000;
  private static final long FAREWELL_PATIENCE_MS = 1_000;

  // The end of the wait for the client; null before.
  private Future<?> patience;

  /** Our close was written: the client has a while to answer it. */
  void awaitAnswer(Channel channel) {
    waitFor(channel, CLOSING_PATIENCE_MS);
  }

  /**
   * The last frame was written. A socket that is closed while there is something unread in it
   * resets the connection, and the frames that are under way to the client are lost with it: so our
   * side is shut first.
   */
  void shut(ChannelWriter writer) {
    Channel channel = writer.channel();
    waitFor(channel, FAREWELL_PATIENCE_MS);
    if (writer.isEncrypted() || !(channel instanceof DuplexChannel duplex)) {
      channel.pipeline().close();
      return;
    }
    // Where the write fails the connection is closed already.
    channel
        .pipeline()
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(written -> duplex.shutdownOutput());
  }

  private void waitFor(Channel channel, long millis) {
    over();
    patience = channel.eventLoop().schedule(() -> channel.close(), millis, TimeUnit.MILLISECONDS);
  }

  /** The connection has ended. */
  void over() {
    if (patience != null) {
      patience.cancel(false);
    }
  }
}
