package dev.tickgate.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.zip.Deflater;

/**
 * A WebSocket client that sends any bytes. It returns each received frame as text: {@code text:…},
 * {@code binary:…}, {@code ping:…}, {@code pong:…}, {@code close:1000}, and at the end {@code eof}
 * or {@code reset}.
 */
public final class RawWebSocket implements AutoCloseable {
  public static final int FINAL = 0x80;
  public static final int COMPRESSED = 0x40;
  public static final int CONTINUATION = 0x0;
  public static final int TEXT = 0x1;
  public static final int BINARY = 0x2;
  public static final int CLOSE = 0x8;
  public static final int PING = 0x9;
  public static final int PONG = 0xA;

  private static final int PATIENCE_MS = 60_000;
  private static final byte[] MASK = {0x1, (byte) 0xF2, 0x33, 0x74};

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  /**
   * @param headers further headers, as {@code Name: value}
   */
  public RawWebSocket(int port, String path, String... headers) {
    try {
      socket = new Socket("127.0.0.1", port);
      socket.setSoTimeout(PATIENCE_MS);
      socket.setTcpNoDelay(true);
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      out = socket.getOutputStream();
      out.write(request(path, headers).getBytes(ISO_8859_1));
      String head = head();
      if (!head.startsWith("HTTP/1.1 101 ")) {
        throw new AssertionError(head);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a valid handshake. */
  public static String request(String path) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\n\r\n";
  }

  private static String request(String path, String... headers) {
    StringBuilder more = new StringBuilder("\r\n");
    for (String header : headers) {
      more.append(header).append("\r\n");
    }
    return request(path).replaceFirst("\r\n", Matcher.quoteReplacement(more.toString()));
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  /** Returns a masked frame; {@code first} is its first byte. */
  public static byte[] frame(int first, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length <= 0xFFFF) {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    frame.put(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ MASK[i % MASK.length]));
    }
    byte[] bytes = new byte[frame.flip().remaining()];
    frame.get(bytes);
    return bytes;
  }

  public static byte[] frame(int first, String payload) {
    return frame(first, payload.getBytes(UTF_8));
  }

  /** Returns the payload of a frame with permessage-deflate. */
  public static byte[] deflate(String text) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(text.getBytes(UTF_8));
    byte[] out = new byte[64 * 1024];
    int n = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(out, n - 4);
  }

  public static byte[] close(int code, String reason) {
    byte[] text = reason.getBytes(UTF_8);
    return frame(
        FINAL | CLOSE,
        ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array());
  }

  public void send(byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads one frame, or the end. */
  public String hear() {
    try {
      int first = in.readUnsignedByte();
      byte[] payload = new byte[length(in.readUnsignedByte())];
      in.readFully(payload);
      return told(first, payload);
    } catch (EOFException e) {
      return "eof";
    } catch (SocketException e) {
      return "reset";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int length(int second) throws IOException {
    return switch (second) {
      case 126 -> in.readUnsignedShort();
      case 127 -> Math.toIntExact(in.readLong());
      default -> second;
    };
  }

  private static String told(int first, byte[] payload) {
    return switch (first) {
      case FINAL | TEXT -> "text:" + new String(payload, UTF_8);
      case FINAL | BINARY -> "binary:" + new String(payload, ISO_8859_1);
      case FINAL | PING -> "ping:" + new String(payload, ISO_8859_1);
      case FINAL | PONG -> "pong:" + new String(payload, ISO_8859_1);
      case FINAL | CLOSE ->
          "close:" + (payload.length < 2 ? "" : ByteBuffer.wrap(payload).getShort());
      default -> "first byte:" + first;
    };
  }

  /** Sends JSON in one text frame. */
  public void say(String json) {
    send(frame(FINAL | TEXT, json));
  }

  /** Reads frames until one contains the text; fails where the connection ends before. */
  public List<String> hearUntil(String text) {
    List<String> heard = new ArrayList<>();
    do {
      heard.add(hear());
      if (heard.get(heard.size() - 1).matches("eof|reset")) {
        throw new AssertionError(heard);
      }
    } while (!heard.get(heard.size() - 1).contains(text));
    return heard;
  }

  /** Reads frames until the connection ends. */
  public List<String> hearOut() {
    List<String> heard = new ArrayList<>();
    do {
      heard.add(hear());
    } while (!heard.get(heard.size() - 1).matches("eof|reset"));
    return heard;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
