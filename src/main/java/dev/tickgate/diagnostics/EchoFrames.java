package dev.tickgate.diagnostics;

import dev.tickgate.transport.Frame;
import dev.tickgate.transport.Framings;
import dev.tickgate.transport.SockJsFrames;
import java.nio.charset.StandardCharsets;

/** Frames with the text of a received message, for the diagnostics. */
public final class EchoFrames {
  private static final byte FINAL_BINARY = (byte) 0x82;

  private EchoFrames() {}

  public static Frame text(String message) {
    return Frame.of(Framings.textFrame(message));
  }

  public static Frame binary(byte[] message) {
    byte[] frame = Framings.textFrame(message);
    frame[0] = FINAL_BINARY;
    return Frame.of(frame);
  }

  /** For a WebSocket of SockJS. */
  public static Frame sockJs(String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    return Frame.of(Framings.textFrame(SockJsFrames.message(bytes)));
  }

  /** For a transport of SockJS that adds the frame itself. */
  public static Frame plain(byte[] message) {
    return Frame.of(message);
  }
}
