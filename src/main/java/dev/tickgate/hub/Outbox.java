package dev.tickgate.hub;

import dev.tickgate.protocol.Urgency;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.Frame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The messages of a session that wait because its connection accepts no more. It keeps complete
 * messages in order up to a number of bytes; of a topic's quotes only the newest, with the number
 * of those it replaced. From half of the bytes on, events of low priority are left out, but the
 * last one of each topic: those behind them say how many. Confined to one event loop.
 */
final class Outbox {
  // Looked through again when so many parts of the limit have come since.
  private static final int LOOKS = 8;

  private final long limit;
  private final ArrayDeque<Message> messages = new ArrayDeque<>();
  private final Map<Subscription, Waiting> newest = new LinkedHashMap<>();
  private long bytes;
  // The bytes at which it is looked through for events of low priority.
  private long thinAt;

  Outbox(long limit) {
    this.limit = limit;
    this.thinAt = limit / 2;
  }

  /**
   * A message that must not be lost: a frame, or a publication that becomes one when it leaves; of
   * a topic, or of none. Publications are shared with others, so that keeping one costs little but
   * its place.
   */
  private record Message(
      byte[] frame, Publication publication, Topic topic, Runnable left, boolean low) {
    Message(byte[] frame, Publication publication, Topic topic) {
      this(frame, publication, topic, () -> {}, false);
    }

    Message skipping(long more) {
      return new Message(frame, publication.skipping(more), topic, left, low);
    }

    byte[] encode(Format format) {
      left.run();
      return publication == null ? frame : format.encoded(publication);
    }

    boolean isOf(Topic topic) {
      return topic.equals(this.topic);
    }

    int size() {
      return publication == null ? frame.length : publication.json().length;
    }
  }

  /** The newest quote of a topic, and the number of those before it that the client skips. */
  private record Waiting(Publication publication, long skipped) {}

  /**
   * Keeps a reply.
   *
   * @return false where it has no room: the session must end
   */
  boolean keep(byte[] frame) {
    return keep(new Message(frame, null, null));
  }

  /**
   * Keeps what was encoded for who subscribes.
   *
   * @return false where it has no room: the session must end
   */
  boolean keepSnapshot(Topic topic, byte[] frame) {
    return keep(new Message(frame, null, topic));
  }

  /**
   * Keeps a frame of publications of a topic.
   *
   * @param left called when it leaves
   * @return false where it has no room: the session must end
   */
  boolean keep(Topic topic, Frame frame, Runnable left) {
    byte[] bytes = frame.bytes();
    return keep(new Message(bytes, null, topic, left, false));
  }

  /**
   * Keeps a publication that must not be lost.
   *
   * @return false where it has no room: the session must end
   */
  boolean keep(Publication publication) {
    return keep(new Message(null, publication, publication.topic()));
  }

  /**
   * Keeps a publication of a topic whose events say how urgent they are.
   *
   * @return false where it has no room: the session must end
   */
  boolean keepRanked(Publication publication) {
    boolean low = Urgency.of(new String(publication.json(), StandardCharsets.UTF_8)).isLow();
    return keep(new Message(null, publication, publication.topic(), () -> {}, low));
  }

  /** Of the messages that must not be lost. */
  long bytes() {
    return bytes;
  }

  private boolean keep(Message message) {
    if (bytes + message.size() > thinAt) {
      thin();
      thinAt = Math.max(limit / 2, bytes + limit / LOOKS);
    }
    if (bytes + message.size() > limit) {
      return false;
    }
    bytes += message.size();
    messages.add(message);
    return true;
  }

  private void thin() {
    Map<Topic, Message> last = new HashMap<>();
    for (Message message : messages) {
      if (message.publication != null) {
        last.put(message.topic, message);
      }
    }
    Map<Topic, Long> skipped = new HashMap<>();
    int waiting = messages.size();
    for (int i = 0; i < waiting; i++) {
      Message message = messages.poll();
      if (message.low && last.get(message.topic) != message) {
        bytes -= message.size();
        skipped.merge(message.topic, message.publication.skipped() + 1, Long::sum);
      } else if (message.publication != null && skipped.containsKey(message.topic)) {
        messages.add(message.skipping(skipped.remove(message.topic)));
      } else {
        messages.add(message);
      }
    }
  }

  /** Keeps a quote until a newer one of the topic comes. */
  void keepNewest(Subscription subscription, Publication publication) {
    newest.merge(
        subscription,
        new Waiting(publication, 0),
        (old, now) ->
            new Waiting(now.publication(), old.skipped() + old.publication().skipped() + 1));
  }

  void forget(Subscription subscription) {
    newest.remove(subscription);
  }

  /** Takes out the publications of a topic. */
  void drop(Topic topic) {
    messages.removeIf(
        message -> {
          boolean of = message.isOf(topic);
          bytes -= of ? message.size() : 0;
          return of;
        });
  }

  /** The next complete message, then the newest quote of each topic; null where nothing waits. */
  byte[] poll(Format format, HubMetrics metrics) {
    Message message = messages.poll();
    if (message == null) {
      return pollNewest(format, metrics);
    }
    bytes -= message.size();
    if (message.publication != null) {
      metrics.skipped(message.publication.skipped());
    }
    return message.encode(format);
  }

  private byte[] pollNewest(Format format, HubMetrics metrics) {
    Iterator<Waiting> first = newest.values().iterator();
    if (!first.hasNext()) {
      return null;
    }
    Waiting waiting = first.next();
    first.remove();
    metrics.skipped(waiting.skipped());
    return format.encoded(waiting.publication().skipping(waiting.skipped()));
  }
}
