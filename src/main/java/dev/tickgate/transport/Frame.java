package dev.tickgate.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of one message, or of several that are sent together. All connections to which they are
 * written share them without a copy. Used on one event loop, and closed by its creator.
 */
public final class Frame implements AutoCloseable {
  private final List<byte[]> messages;
  private ByteBuf direct;

  private Frame(List<byte[]> messages) {
    this.messages = messages;
  }

  /**
   * @param message complete for the transports to which it is written; not copied, must not change
   */
  public static Frame of(byte[] message) {
    return new Frame(List.of(message));
  }

  /**
   * @param messages complete messages in the order in which they are sent; not copied, must not
   *     change
   */
  public static Frame of(List<byte[]> messages) {
    return new Frame(messages);
  }

  /** Returns the messages of several frames as one frame. */
  public static Frame concat(List<Frame> frames) {
    List<byte[]> messages = new ArrayList<>();
    frames.forEach(frame -> messages.addAll(frame.messages));
    return new Frame(messages);
  }

  /** The messages; shared, so callers must not change them. */
  public List<byte[]> messages() {
    return messages;
  }

  /** The concatenated messages; shared, so callers must not change them. */
  public byte[] bytes() {
    if (messages.size() == 1) {
      return messages.get(0);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    messages.forEach(bytes::writeBytes);
    return bytes.toByteArray();
  }

  /**
   * Returns a reference to the shared bytes, which the channel releases when it has written them.
   */
  ByteBuf share() {
    if (direct == null) {
      int size = 0;
      for (byte[] message : messages) {
        size += message.length;
      }
      // Direct, because a socket writes direct memory only: heap bytes would be copied for each
      // client.
      direct = PooledByteBufAllocator.DEFAULT.directBuffer(size);
      messages.forEach(direct::writeBytes);
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
