package dev.tickgate.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** How a text message becomes the bytes on a connection. */
enum Framing {
  /** One unmasked RFC 6455 text frame. */
  WEBSOCKET {
    @Override
    byte[] frame(byte[] message) {
      return textFrame(message);
    }
  },
  /** A SockJS {@code a["…"]} message in a WebSocket frame. */
  SOCKJS_WEBSOCKET {
    @Override
    byte[] frame(byte[] message) {
      return textFrame(SockJsFrames.message(message));
    }
  },
  /** The message itself: the SockJS fallbacks frame it, each in its way. */
  MESSAGE {
    @Override
    byte[] frame(byte[] message) {
      return message;
    }
  };

  abstract byte[] frame(byte[] message);

  private static final int FINAL_TEXT = 0x81;
  private static final int LENGTH_IN_16_BITS = 126;
  private static final int LENGTH_IN_64_BITS = 127;

  static byte[] textFrame(byte[] payload) {
    int n = payload.length;
    int header = n < LENGTH_IN_16_BITS ? 2 : n <= 0xFFFF ? 4 : 10;
    ByteBuffer frame = ByteBuffer.allocate(header + n).put((byte) FINAL_TEXT);
    if (n < LENGTH_IN_16_BITS) {
      frame.put((byte) n);
    } else if (n <= 0xFFFF) {
      frame.put((byte) LENGTH_IN_16_BITS).putShort((short) n);
    } else {
      frame.put((byte) LENGTH_IN_64_BITS).putLong(n);
    }
    return frame.put(payload).array();
  }

  static byte[] textFrame(String text) {
    return textFrame(text.getBytes(StandardCharsets.UTF_8));
  }
}
