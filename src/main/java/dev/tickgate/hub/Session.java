package dev.tickgate.hub;

import dev.tickgate.protocol.CloseCode;
import dev.tickgate.protocol.Goodbye;
import dev.tickgate.protocol.Reply;
import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.Frame;
import dev.tickgate.transport.Transport;
import java.util.HashMap;
import java.util.Map;

/**
 * One connected client: who it is, what it hears, and what it has not been sent yet. Confined to
 * its hub's event loop.
 *
 * <pre>
 *            connection takes no more
 *   FLOWING ─────────────────────────▶ WAITING (the outbox fills)
 *      ▲                                  │ drained
 *      └──────────── outbox empty ────────┘
 *   either ── end(code), or the client leaves ──▶ ENDED
 * </pre>
 */
public final class Session {
  private final Hub hub;
  private final Principal principal;
  private final Format format;
  private final Map<Topic, Subscription> subscriptions = new HashMap<>();
  private final Map<Topic, Replay> replays = new HashMap<>();
  private Transport transport;
  // Null while the connection takes everything: most sessions never need one.
  private Outbox outbox;
  private boolean unflushed;
  private boolean ended;
  private boolean heard = true;

  Session(Hub hub, Principal principal, Format format) {
    this.hub = hub;
    this.principal = principal;
    this.format = format;
  }

  /** Where its frames go; given once, right after it was opened. */
  void attach(Transport transport) {
    this.transport = transport;
  }

  public Principal principal() {
    return principal;
  }

  public Format format() {
    return format;
  }

  Map<Topic, Subscription> subscriptions() {
    return subscriptions;
  }

  Map<Topic, Replay> replays() {
    return replays;
  }

  public boolean hasEnded() {
    return ended;
  }

  /** The client gave a sign of life. */
  public void heard() {
    heard = true;
  }

  /** The connection takes more again. */
  public void drained() {
    sendWaiting();
    if (outbox == null) {
      replays.values().stream().toList().forEach(Replay::pump);
    }
    flush();
  }

  public void reply(Reply reply) {
    format.encode(reply).ifPresent(this::send);
  }

  /** A complete message: kept when the connection takes no more, up to the outbox's limit. */
  private void send(byte[] frame) {
    if (takesMore()) {
      try (Frame shared = Frame.of(frame)) {
        write(shared);
      }
    } else if (!ended && !outbox().keep(frame)) {
      hub.endLater(this, CloseCode.SLOW);
    }
  }

  /** What a session that subscribes gets at once. */
  void sendSnapshot(Publication newest) {
    if (format.isShared()) {
      send(newest.as(format.snapshot()));
    } else {
      replay(newest);
    }
  }

  /** A publication that must not be lost on the way to the live stream. */
  void replay(Publication publication) {
    if (takesMore()) {
      send(format.encoded(publication));
    } else if (!ended && !outbox().keep(publication)) {
      hub.endLater(this, CloseCode.SLOW);
    }
  }

  /** A live publication, in a frame that the whole group shares. */
  void deliver(Subscription subscription, Publication publication, Delivery delivery, Frame frame) {
    if (takesMore()) {
      write(frame);
    } else {
      keep(subscription, publication, delivery);
    }
  }

  /** A live publication, in a frame of its own. */
  void deliver(Subscription subscription, Publication publication, Delivery delivery) {
    if (takesMore()) {
      send(format.encode(publication));
    } else {
      keep(subscription, publication, delivery);
    }
  }

  private void keep(Subscription subscription, Publication publication, Delivery delivery) {
    if (ended) {
      return;
    }
    if (delivery == Delivery.NEWEST) {
      outbox().keepNewest(subscription, publication);
    } else if (!outbox().keep(publication)) {
      hub.endLater(this, CloseCode.SLOW);
    }
  }

  /** Whether what is written now leaves now, and not behind anything that waits. */
  boolean takesMore() {
    return !ended && outbox == null && transport.writable();
  }

  private Outbox outbox() {
    if (outbox == null) {
      outbox = new Outbox(hub.settings().outboxLimit());
    }
    return outbox;
  }

  private void sendWaiting() {
    while (outbox != null && !ended && transport.writable()) {
      byte[] message = outbox.pollMessage(format);
      if (message == null) {
        message = nextNewest();
      }
      if (message == null) {
        outbox = null;
        return;
      }
      try (Frame frame = Frame.of(message)) {
        write(frame);
      }
    }
  }

  private byte[] nextNewest() {
    Outbox.Waiting waiting = outbox.pollNewest();
    if (waiting == null) {
      return null;
    }
    if (waiting.skipped() == 0) {
      return format.encoded(waiting.publication());
    }
    hub.metrics().skipped(waiting.skipped());
    return format.encode(waiting.publication().skipping(waiting.skipped()));
  }

  void forget(Subscription subscription) {
    if (outbox != null) {
      outbox.forget(subscription);
    }
  }

  private void write(Frame frame) {
    transport.write(frame);
    if (!unflushed) {
      unflushed = true;
      hub.flushLater(this);
    }
  }

  void flush() {
    if (unflushed) {
      unflushed = false;
      transport.flush();
    }
  }

  /** Every round of the hub's wheel: a client that was silent for a whole one is gone. */
  void checkAlive() {
    if (heard) {
      heard = !transport.ping();
    } else {
      hub.end(this, CloseCode.SILENT);
    }
  }

  void end(Goodbye goodbye) {
    flush();
    ended = true;
    transport.close(goodbye);
  }

  void gone() {
    ended = true;
    outbox = null;
  }
}
