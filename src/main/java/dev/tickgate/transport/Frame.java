package dev.tickgate.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of one message, or of several that leave together, shared by every connection they are
 * written to without a copy for each. Used on one event loop, and closed by who made it.
 */
public final class Frame implements AutoCloseable {
  private final List<byte[]> messages;
  private ByteBuf direct;

  private Frame(List<byte[]> messages) {
    this.messages = messages;
  }

  /**
   * @param message complete for the transports it is written to; not copied, never changed after
   */
  public static Frame of(byte[] message) {
    return new Frame(List.of(message));
  }

  /**
   * @param messages each complete, in the order in which they leave; not copied, never changed
   *     after
   */
  public static Frame of(List<byte[]> messages) {
    return new Frame(messages);
  }

  /** One behind the other. */
  public static Frame concat(List<Frame> frames) {
    List<byte[]> messages = new ArrayList<>();
    frames.forEach(frame -> messages.addAll(frame.messages));
    return new Frame(messages);
  }

  /** The messages as they are; shared: do not change them. */
  public List<byte[]> messages() {
    return messages;
  }

  /** The messages, one behind the other; shared: do not change them. */
  public byte[] bytes() {
    if (messages.size() == 1) {
      return messages.get(0);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    messages.forEach(bytes::writeBytes);
    return bytes.toByteArray();
  }

  /** A reference of its own to the shared bytes, for a channel to release when they have left. */
  ByteBuf share() {
    if (direct == null) {
      int size = 0;
      for (byte[] message : messages) {
        size += message.length;
      }
      // Direct, because a socket writes nothing else: heap bytes would be copied for each client.
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
