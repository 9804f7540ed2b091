package dev.tickgate.transport;

import dev.tickgate.protocol.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the frames of clients and writes control frames, after RFC 6455, section 5. */
final class WebSocketFrames {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int FINAL = 0x80;
  private static final int RESERVED = 0x70;
  private static final int COMPRESSED = 0x40;
  private static final int OPCODE = 0x0F;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7F;
  private static final int IN_16_BITS = 126;
  private static final int IN_64_BITS = 127;
  private static final int MAX_CONTROL = 125;
  private static final int MASK = 4;
  // The bytes of a close frame before its reason.
  private static final int CODE = 2;
  private static final byte[] NOTHING = {};
  private static final ByteBuf EMPTY_PING =
      Unpooled.unreleasableBuffer(
          Unpooled.directBuffer(2).writeByte(FINAL | PING).writeByte(0).asReadOnly());

  private WebSocketFrames() {}

  /**
   * The head of a client's frame.
   *
   * @param start the first byte
   * @param size the bytes of the head itself
   * @param length the bytes of the payload; negative where its encoding is invalid
   * @param masked whether the mask bit is set
   */
  record Header(int start, int size, long length, boolean masked) {
    /** Reads a head; empty until its length has arrived. Does not move the reader index. */
    static Optional<Header> read(ByteBuf in) {
      int available = in.readableBytes();
      int at = in.readerIndex();
      if (available < 2) {
        return Optional.empty();
      }
      int second = in.getUnsignedByte(at + 1);
      int code = second & LENGTH;
      int lengthBytes = code == IN_64_BITS ? 8 : code == IN_16_BITS ? 2 : 0;
      boolean masked = (second & MASKED) != 0;
      // Rejects an invalid header without waiting for the mask.
      if (available < 2 + lengthBytes) {
        return Optional.empty();
      }
      long length =
          switch (lengthBytes) {
            case 0 -> code;
            case 2 -> atLeast(in.getUnsignedShort(at + 2), IN_16_BITS);
            default -> atLeast(in.getLong(at + 2), 0x10000);
          };
      int size = 2 + lengthBytes + (masked ? MASK : 0);
      return Optional.of(new Header(in.getUnsignedByte(at), size, length, masked));
    }

    private static long atLeast(long length, long least) {
      return length < least ? -1 : length;
    }

    int opcode() {
      return start & OPCODE;
    }

    boolean isFinal() {
      return (start & FINAL) != 0;
    }

    boolean isReserved() {
      return (start & RESERVED) != 0;
    }

    boolean isContinuation() {
      return opcode() == CONTINUATION;
    }

    boolean isData() {
      return opcode() <= BINARY;
    }

    /** Whether the frame begins a compressed message. */
    boolean isCompressedStart() {
      return (start & RESERVED) == COMPRESSED && (opcode() == TEXT || opcode() == BINARY);
    }

    /** Whether the head is valid regardless of earlier frames; does not check the reserved bits. */
    boolean isValid() {
      boolean control = opcode() >= CLOSE && opcode() <= PONG;
      return masked && length >= 0 && (isData() || control && isFinal() && length <= MAX_CONTROL);
    }

    /** Reads and unmasks the payload; the reader index must be right after the mask. */
    byte[] unmask(ByteBuf in) {
      byte[] payload = new byte[(int) length];
      int mask = in.readerIndex() - MASK;
      byte[] key = {
        in.getByte(mask), in.getByte(mask + 1), in.getByte(mask + 2), in.getByte(mask + 3)
      };
      in.readBytes(payload);
      for (int i = 0; i < payload.length; i++) {
        payload[i] ^= key[i % MASK];
      }
      return payload;
    }
  }

  /** Returns a shared ping, which needs no release. */
  static ByteBuf ping() {
    return EMPTY_PING.duplicate();
  }

  static ByteBuf pong(byte[] payload) {
    return control(PONG, payload);
  }

  static ByteBuf close(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    byte[] payload =
        ByteBuffer.allocate(CODE + text.length).putShort((short) code).put(text).array();
    return control(CLOSE, payload);
  }

  /** The answer to a close: its code, without its reason. */
  static ByteBuf closeWith(byte[] payload) {
    return control(CLOSE, payload.length == 0 ? NOTHING : new byte[] {payload[0], payload[1]});
  }

  private static ByteBuf control(int opcode, byte[] payload) {
    return Unpooled.directBuffer(2 + payload.length)
        .writeByte(FINAL | opcode)
        .writeByte(payload.length)
        .writeBytes(payload);
  }

  /** Returns why a client's close is invalid; empty if it is valid. */
  static Optional<CloseCode> wrongClose(byte[] payload) {
    if (payload.length == 0) {
      return Optional.empty();
    }
    if (payload.length == 1 || !mayBeSent(ByteBuffer.wrap(payload).getShort() & 0xFFFF)) {
      return Optional.of(CloseCode.PROTOCOL_ERROR);
    }
    return text(payload, CODE).isPresent() ? Optional.empty() : Optional.of(CloseCode.INVALID_DATA);
  }

  // RFC 6455, 7.4, and the registry: the other codes must not be sent, or are not assigned.
  private static boolean mayBeSent(int code) {
    return code >= 1000 && code <= 1003
        || code >= 1007 && code <= 1014
        || code >= 3000 && code <= 4999;
  }

  /** Decodes UTF-8; empty where the bytes are invalid. */
  static Optional<String> text(byte[] bytes, int from) {
    try {
      ByteBuffer rest = ByteBuffer.wrap(bytes, from, bytes.length - from);
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(rest).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
