package dev.tickgate.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

/**
 * The bytes of one message, shared by every connection it is written to without a copy for each.
 * Used on one event loop, inside one try-with-resources.
 */
public final class Frame implements AutoCloseable {
  private final byte[] bytes;
  private ByteBuf direct;

  private Frame(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @param bytes complete for the transports it is written to; not copied, never changed after
   */
  public static Frame of(byte[] bytes) {
    return new Frame(bytes);
  }

  /** The message as it is; shared: do not change it. */
  public byte[] bytes() {
    return bytes;
  }

  /** A reference of its own to the shared bytes, for a channel to release when they have left. */
  ByteBuf share() {
    if (direct == null) {
      // Direct, because a socket writes nothing else: heap bytes would be copied for each client.
      direct = PooledByteBufAllocator.DEFAULT.directBuffer(bytes.length).writeBytes(bytes);
    }
    return direct.retainedDuplicate();
  }

  @Override
  public void close() {
    if (direct != null) {
      direct.release();
      direct = null;
    }
  }
}
