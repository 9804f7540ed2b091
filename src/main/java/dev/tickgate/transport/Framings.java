package dev.tickgate.transport;

import dev.tickgate.protocol.Reply;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The framings that are the same for every client. */
public enum Framings implements Framing {
  /** One unmasked RFC 6455 text frame. */
  WEBSOCKET {
    @Override
    public byte[] frame(byte[] message) {
      return textFrame(message);
    }
  },
  /** {@link #WEBSOCKET}, compressed where that makes it shorter. */
  WEBSOCKET_DEFLATED {
    @Override
    public byte[] frame(byte[] message) {
      return deflatedFrame(message);
    }
  },
  /** A SockJS {@code a["…"]} message in a WebSocket frame. */
  SOCKJS_WEBSOCKET {
    @Override
    public byte[] frame(byte[] message) {
      return textFrame(SockJsFrames.message(message));
    }
  },
  /** {@link #SOCKJS_WEBSOCKET}, compressed where that makes it shorter. */
  SOCKJS_WEBSOCKET_DEFLATED {
    @Override
    public byte[] frame(byte[] message) {
      return deflatedFrame(SockJsFrames.message(message));
    }
  },
  /** The message itself, which each SockJS fallback frames in its own way. */
  MESSAGE {
    @Override
    public byte[] frame(byte[] message) {
      return message;
    }
  },
  /** A server-sent event without an id. */
  EVENTS {
    @Override
    public byte[] frame(byte[] message) {
      return SseEvents.event("", message);
    }
  },
  /** {@link #EVENTS}, with each event as a chunk of an HTTP/1.1 body. */
  EVENTS_CHUNKED {
    @Override
    public byte[] frame(byte[] message) {
      return chunk(EVENTS.frame(message));
    }
  },
  /** A server-sent event, whose id is the position; for clients of one topic. */
  SSE {
    @Override
    public byte[] frame(byte[] message) {
      return SseEvents.event("", message);
    }

    @Override
    public Optional<byte[]> frame(Reply reply, Optional<byte[]> message) {
      String id = SseEvents.told(reply).map(Position::toString).orElse("");
      return SseEvents.event(reply, id, message);
    }

    @Override
    public byte[] frame(Publication publication, byte[] message) {
      return SseEvents.event(publication.position().toString(), message);
    }
  },
  /** {@link #SSE}, with each event as a chunk of an HTTP/1.1 body. */
  SSE_CHUNKED {
    @Override
    public byte[] frame(byte[] message) {
      return chunk(SSE.frame(message));
    }

    @Override
    public Optional<byte[]> frame(Reply reply, Optional<byte[]> message) {
      return SSE.frame(reply, message).map(Framings::chunk);
    }

    @Override
    public byte[] frame(Publication publication, byte[] message) {
      return chunk(SSE.frame(publication, message));
    }
  };

  private static final int FINAL_TEXT = 0x81;
  private static final int COMPRESSED = 0x40;
  private static final int LENGTH_IN_16_BITS = 126;
  private static final int LENGTH_IN_64_BITS = 127;

  /** A chunk of an HTTP/1.1 body: its size in hexadecimal digits, and its content. */
  public static byte[] chunk(byte[] body) {
    byte[] size = (Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(size.length + body.length + 2)
        .put(size)
        .put(body)
        .put((byte) '\r')
        .put((byte) '\n')
        .array();
  }

  public static byte[] textFrame(byte[] payload) {
    return frame(FINAL_TEXT, payload);
  }

  private static byte[] deflatedFrame(byte[] payload) {
    byte[] compressed = Deflate.compress(payload);
    return compressed.length < payload.length
        ? frame(FINAL_TEXT | COMPRESSED, compressed)
        : textFrame(payload);
  }

  private static byte[] frame(int start, byte[] payload) {
    int n = payload.length;
    int header = n < LENGTH_IN_16_BITS ? 2 : n <= 0xFFFF ? 4 : 10;
    ByteBuffer frame = ByteBuffer.allocate(header + n).put((byte) start);
    if (n < LENGTH_IN_16_BITS) {
      frame.put((byte) n);
    } else if (n <= 0xFFFF) {
      frame.put((byte) LENGTH_IN_16_BITS).putShort((short) n);
    } else {
      frame.put((byte) LENGTH_IN_64_BITS).putLong(n);
    }
    return frame.put(payload).array();
  }

  public static byte[] textFrame(String text) {
    return textFrame(text.getBytes(StandardCharsets.UTF_8));
  }
}
