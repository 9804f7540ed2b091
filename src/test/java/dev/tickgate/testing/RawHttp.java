package dev.tickgate.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;

/** A connection on which a test sends any bytes as HTTP. */
public final class RawHttp implements AutoCloseable {
  private static final int PATIENCE_MS = 60_000;

  private final Socket socket;
  private final InputStream input;

  public RawHttp(int port) {
    try {
      socket = new Socket("127.0.0.1", port);
      socket.setSoTimeout(PATIENCE_MS);
      input = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public RawHttp say(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the bytes of the server up to that text. */
  public String hearUntil(String text) {
    StringBuilder heard = new StringBuilder();
    while (heard.indexOf(text) < 0) {
      int next = read();
      if (next < 0) {
        throw new AssertionError("only: " + heard);
      }
      heard.append((char) next);
    }
    return heard.toString();
  }

  /** Returns the next chunk of a chunked body; empty where the body ends. */
  public String hearChunk() {
    int size = Integer.parseInt(hearUntil("\r\n").strip(), 16);
    StringBuilder chunk = new StringBuilder(size);
    for (int i = 0; i < size; i++) {
      chunk.append((char) read());
    }
    if (!hearUntil("\r\n").equals("\r\n")) {
      throw new AssertionError("more than its size: " + chunk);
    }
    return chunk.toString();
  }

  /** Returns the bytes of the server until it closes the connection. */
  public String hearOut() {
    StringBuilder heard = new StringBuilder();
    for (int next = read(); next >= 0; next = read()) {
      heard.append((char) next);
    }
    return heard.toString();
  }

  private int read() {
    try {
      return input.read();
    } catch (SocketException reset) {
      return -1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
