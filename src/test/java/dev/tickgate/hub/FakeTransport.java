package dev.tickgate.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tickgate.protocol.CloseCode;
import dev.tickgate.protocol.Disconnect;
import dev.tickgate.transport.Frame;
import dev.tickgate.transport.Transport;
import java.util.ArrayList;
import java.util.List;

/** A client that reads when it is told to; {@code sent} is what has left with a flush. */
final class FakeTransport implements Transport {
  final List<String> sent = new ArrayList<>();
  final List<CloseCode> closed = new ArrayList<>();
  boolean writable = true;

  /** So many messages may be written before it is full. */
  int capacity = Integer.MAX_VALUE;

  /** The same again with each flush, as a client that reads at once lets it; 0 where not. */
  int perFlush;

  /** Fails whatever it is asked to do. */
  boolean broken;

  int flushes;

  /** Called with each flush. */
  Runnable flushed = () -> {};

  int pings;
  boolean answers = true;

  /** The frames that the hub wrote, one per write. */
  final List<Frame> frames = new ArrayList<>();

  private final List<String> written = new ArrayList<>();

  @Override
  public boolean writable() {
    return writable && capacity > 0;
  }

  @Override
  public void write(Frame frame) {
    work();
    frames.add(frame);
    capacity -= frame.messages().size();
    frame.messages().forEach(message -> written.add(new String(message, UTF_8)));
  }

  @Override
  public void flush() {
    work();
    flushes++;
    flushed.run();
    capacity = perFlush > 0 ? perFlush : capacity;
    sent.addAll(written);
    written.clear();
  }

  @Override
  public boolean ping() {
    work();
    pings++;
    return answers;
  }

  @Override
  public void close(Disconnect disconnect) {
    closed.add(disconnect.code());
    work();
  }

  private void work() {
    if (broken) {
      throw new IllegalStateException("broken");
    }
  }
}
