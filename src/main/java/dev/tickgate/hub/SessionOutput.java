package dev.tickgate.hub;

import dev.tickgate.protocol.CloseCode;
import dev.tickgate.protocol.Disconnect;
import dev.tickgate.protocol.Reply;
import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.Frame;
import dev.tickgate.transport.Peer;
import dev.tickgate.transport.Transport;
import java.util.List;

/**
 * Sends messages to the client of a session, and keeps those that its connection does not accept
 * yet. Confined to the hub's event loop.
 *
 * <pre>
 *           connection accepts no more
 *   FLOWING ─────────────────────────▶ WAITING (the outbox fills)
 *      ▲                                  │ drained
 *      └──────────── outbox empty ────────┘
 *   either ── close ──▶ CLOSED
 * </pre>
 */
final class SessionOutput {
  private final Hub hub;
  private final Session session;
  private final Format format;
  private Transport transport;
  // Null while the connection accepts everything; most sessions never need one.
  private Outbox outbox;
  // The bytes of the outbox that the metrics have counted.
  private long waiting;
  private boolean unflushed;
  private boolean closed;
  // There was no room for a message that must not be lost. Nothing more is sent until the session
  // is closed: a client that got later messages could not resume before the lost one.
  private boolean overflowed;

  SessionOutput(Hub hub, Session session, Format format) {
    this.hub = hub;
    this.session = session;
    this.format = format;
  }

  /** Sets the transport; called once, before anything is sent. */
  void attach(Transport transport) {
    this.transport = transport;
  }

  /** The bytes of messages in the outbox, without quotes. */
  long waiting() {
    return waiting;
  }

  Peer peer() {
    return transport.peer();
  }

  /** Whether the connection accepts more, and no message waits in the outbox. */
  boolean takesMore() {
    return !isOver() && outbox == null && transport.writable();
  }

  void reply(Reply reply) {
    format.encode(reply).ifPresent(this::send);
  }

  /** Sends a complete message; keeps it while the connection is full, up to the outbox's limit. */
  private void send(byte[] message) {
    if (takesMore()) {
      write(message);
    } else if (!isOver()) {
      endUnless(outbox().keep(message));
    }
  }

  /** Sends the newest publication to a session that subscribes. */
  void sendSnapshot(Publication newest) {
    if (session.distributor().isPresent()) {
      // Clients of a distributor get live and missed publications only.
      return;
    }
    if (!format.isShared()) {
      send(newest);
    } else if (takesMore()) {
      write(newest.as(format.snapshot()));
    } else if (!isOver()) {
      endUnless(outbox().keepSnapshot(newest.topic(), newest.as(format.snapshot())));
    }
  }

  /** Sends a publication that must not be lost. */
  void send(Publication publication) {
    if (takesMore()) {
      write(format.encoded(publication));
    } else if (!isOver()) {
      endUnless(outbox().keep(publication));
    }
  }

  /**
   * Sends as many missed publications as fit into one write.
   *
   * @return the position of the last one that was sent
   */
  Position replay(List<Publication> missed) {
    if (session.distributor().isPresent()) {
      return replay(session.distributor().get(), ReplayPage.fitting(missed));
    }
    if (format.isShared()) {
      ReplayPage page = hub.replayed().of(format, missed);
      write(page.frame());
      return page.last();
    }
    try (ReplayPage page = ReplayPage.of(format, missed)) {
      write(page.frame());
      return page.last();
    }
  }

  private Position replay(Distributor distributor, List<Publication> missed) {
    try (Frame frame = distributor.replay(session, missed)) {
      if (!frame.messages().isEmpty()) {
        write(frame);
      }
    }
    return missed.get(missed.size() - 1).position();
  }

  /**
   * Sends a frame of the session's distributor, which must not be lost.
   *
   * @param written called when the connection accepts the frame, now or later
   */
  void distribute(Topic topic, Frame frame, Runnable written) {
    if (makesRoom()) {
      write(frame);
      written.run();
    } else if (!isOver()) {
      endUnless(outbox().keep(topic, frame, written));
    }
  }

  /** Sends the publications of this turn for one subscription, in the frame of its group. */
  void hand(Subscription subscription) {
    Group group = subscription.group;
    if (!group.hasFrames()) {
      hand(subscription, group.gathered());
    } else if (makesRoom() && !yields(group)) {
      pass(group.frame(subscription));
    } else {
      miss(subscription, group.gathered());
    }
  }

  /** Sends publications for one subscription, each in a frame of its own. */
  void hand(Subscription subscription, List<Publication> publications) {
    for (int i = 0; i < publications.size(); i++) {
      if (!makesRoom() || yields(subscription.group)) {
        miss(subscription, publications.subList(i, publications.size()));
        return;
      }
      write(format.encode(publications.get(i)));
    }
  }

  /**
   * Sends the publications of this turn for several subscriptions, in a frame that sessions with
   * the same subscriptions share.
   */
  void hand(Subscription first, Frame frame) {
    if (makesRoom() && !session.isBehind()) {
      pass(frame);
    } else {
      for (Subscription at = first; at != null; at = at.next) {
        hand(at);
      }
    }
  }

  // Topics that are behind are sent first: a busy topic would keep them from catching up.
  private boolean yields(Group group) {
    return session.isBehind() && group.catchesUp();
  }

  /** Whether the connection accepts more, after a flush if necessary. */
  private boolean makesRoom() {
    if (!takesMore() && !isOver() && outbox == null) {
      flush();
    }
    return takesMore();
  }

  private void miss(Subscription subscription, List<Publication> missed) {
    if (isOver()) {
      return;
    }
    if (subscription.group.delivery() == Delivery.EVERY) {
      boolean ranked = hub.settings().ranksEvents(subscription.topic.topic);
      endUnless(missed.stream().allMatch(ranked ? outbox()::keepRanked : outbox()::keep));
    } else if (subscription.group.catchesUp()) {
      hub.subscriptions().fellBehind(subscription, missed.get(0).position().previous());
    } else {
      missed.forEach(publication -> outbox().keepNewest(subscription, publication));
    }
  }

  /** Sends the newest publication to a client that is too slow for those before it. */
  void skipTo(Publication newest) {
    hub.metrics().skipped(newest.skipped());
    write(format.encoded(newest));
  }

  private boolean isOver() {
    return closed || overflowed;
  }

  private void endUnless(boolean kept) {
    noteWaiting();
    if (!kept) {
      overflowed = true;
      hub.endLater(session, CloseCode.SLOW);
    }
  }

  private Outbox outbox() {
    if (outbox == null) {
      outbox = new Outbox(hub.settings().outboxLimit());
    }
    return outbox;
  }

  /** Sends waiting messages while the connection accepts them. */
  void sendWaiting() {
    while (outbox != null && !isOver() && transport.writable()) {
      byte[] message = outbox.poll(format, hub.metrics());
      if (message == null) {
        outbox = null;
      } else {
        write(message);
      }
    }
    noteWaiting();
  }

  private void noteWaiting() {
    long bytes = outbox == null ? 0 : outbox.bytes();
    if (bytes != waiting) {
      hub.metrics().waiting(bytes - waiting);
      waiting = bytes;
    }
  }

  void forget(Subscription subscription) {
    if (outbox != null) {
      outbox.forget(subscription);
    }
  }

  /** Drops waiting publications of a topic that the client may not read any more. */
  void drop(Topic topic) {
    if (outbox != null) {
      outbox.drop(topic);
      noteWaiting();
    }
  }

  private void write(byte[] message) {
    try (Frame frame = Frame.of(message)) {
      write(frame);
    }
  }

  private void pass(Frame frame) {
    hub.traces().sent(session, frame);
    transport.write(frame);
  }

  private void write(Frame frame) {
    pass(frame);
    if (!unflushed) {
      unflushed = true;
      hub.flushLater(this);
    }
  }

  void flush() {
    unflushed = false;
    transport.flush();
  }

  /**
   * @return whether the client will answer
   */
  boolean ping() {
    return transport.ping();
  }

  boolean isClosed() {
    return closed;
  }

  void close(Disconnect disconnect) {
    try {
      flush();
    } finally {
      gone();
      transport.close(disconnect);
    }
  }

  Session session() {
    return session;
  }

  /** Notes that the client has disconnected, and releases the outbox. */
  void gone() {
    closed = true;
    outbox = null;
    noteWaiting();
  }
}
