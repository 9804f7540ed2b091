package dev.tickgate.transport;

import dev.tickgate.protocol.CloseCode;
import dev.tickgate.transport.InboundRate.Verdict;
import dev.tickgate.transport.WebSocketFrames.Header;
import java.util.Optional;

/**
 * Assembles the frames of one client into messages, within its limits. Confined to the event loop
 * of the connection.
 */
final class InboundMessages {
  // A fragment of at least this size counts only by its bytes.
  private static final int SMALL = 1024;

  private final Inbound inbound;
  private final boolean compressed;
  private final InboundRate rate;
  private final Receiver receiver;
  // Null between fragmented messages.
  private Fragments fragments;
  private boolean muted;

  /** Receives the messages, and the code where one is invalid. */
  interface Receiver {
    void text(String message);

    void binary(byte[] message);

    void violation(CloseCode code);
  }

  /**
   * @param inbound the limits of the client's messages
   * @param compressed whether permessage-deflate was agreed on
   * @param rate the rate of frames, and of the bytes of messages
   */
  InboundMessages(Inbound inbound, boolean compressed, InboundRate rate, Receiver receiver) {
    this.inbound = inbound;
    this.compressed = compressed;
    this.rate = rate;
    this.receiver = receiver;
  }

  boolean isCompressed() {
    return compressed;
  }

  /** Returns why a frame is invalid at this point; empty if it is valid. */
  Optional<CloseCode> wrong(Header header) {
    boolean gathering = isIncomplete();
    if (!header.isValid()
        || header.isReserved() && !(compressed && header.isCompressedStart())
        || header.isData() && header.isContinuation() != gathering) {
      return Optional.of(CloseCode.PROTOCOL_ERROR);
    }
    long size = header.length() + (gathering && header.isData() ? fragments.size() : 0);
    return size > inbound.message() ? Optional.of(CloseCode.TOO_BIG) : Optional.empty();
  }

  /** Counts a frame with a payload of that length. */
  Verdict count(Header header, int length) {
    int before = header.isData() && fragments != null ? fragments.size() : 0;
    int least = header.isFinal() || length < SMALL ? 1 : 0;
    return rate.next(Math.max(least, rate.cost(before + length) - rate.cost(before)));
  }

  /** Adds the payload of a data frame; the receiver gets the message when it is complete. */
  void add(Header header, byte[] payload) {
    if (fragments == null && header.isFinal()) {
      complete(header, payload);
      return;
    }
    if (fragments == null) {
      fragments = new Fragments(header, payload);
    } else {
      fragments.add(payload);
    }
    if (header.isFinal()) {
      Fragments whole = fragments;
      fragments = null;
      complete(whole.first(), whole.message());
    }
  }

  private void complete(Header start, byte[] payload) {
    if (muted) {
      return;
    }
    byte[] message = payload;
    if (start.isReserved()) {
      Deflate.Inflated inflated = Deflate.inflate(payload, inbound.message());
      if (inflated.wrong().isPresent()) {
        receiver.violation(inflated.wrong().get());
        return;
      }
      message = inflated.message();
      // The compressed bytes were counted already.
      if (rate.next(rate.cost(message.length) - rate.cost(payload.length)) == Verdict.EXCESSIVE) {
        receiver.violation(CloseCode.RATE_LIMITED);
        return;
      }
    }
    if (start.opcode() == WebSocketFrames.BINARY) {
      receiver.binary(message);
      return;
    }
    Optional<String> text = WebSocketFrames.text(message, 0);
    if (text.isPresent()) {
      receiver.text(text.get());
    } else {
      receiver.violation(CloseCode.INVALID_DATA);
    }
  }

  /** Whether fragments of a message have arrived, but not the last one. */
  boolean isIncomplete() {
    return fragments != null;
  }

  /** Continues to check frames, but passes no more messages to the receiver. */
  void mute() {
    muted = true;
  }

  /** Frees the fragments. */
  void forget() {
    fragments = null;
  }
}
