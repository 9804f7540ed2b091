package dev.tickgate.transport;

/** Writes complete messages to a connection. Confined to the event loop of the connection. */
interface FrameWriter {
  /** Whether the connection accepts more now. */
  boolean writable();

  void write(Frame frame);

  void flush();

  /** Ends the writer: nothing more is written. */
  void end();
}
