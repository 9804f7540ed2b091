package dev.tickgate.transport;

/** A connection's way out, for messages that are complete. Confined to its event loop. */
interface FrameWriter {
  /** Whether the connection takes more now. */
  boolean writable();

  void write(Frame frame);

  void flush();

  /** Nothing more is written. */
  void end();
}
