package dev.tickgate.event;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Pages of missed events, encoded once for clients that reconnect together with the same id.
 * Bounded; confined to the hub's event loop.
 */
final class ReplayedPages {
  private static final int MOST = 16;

  private final Function<EventStream, String> ids;
  private final InstantSource clock;
  private final Map<Key, Page> pages =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Page> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @param ids returns the id of a client, which has the positions of its events
   */
  ReplayedPages(Function<EventStream, String> ids, InstantSource clock) {
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * All that determines the contents of a page.
   *
   * @param chunked whether each event is a chunk of an HTTP/1.1 body
   * @param before the id of the client before the page
   * @param first the position of the first event of the page
   * @param last the position of the last event of the page
   */
  private record Key(boolean chunked, String before, Topic topic, Position first, Position last) {}

  /**
   * @param after the client's position in the channel after the page
   */
  record Page(List<byte[]> frames, List<Run> runs, ChannelPosition after) {}

  /** Events of one type that are sent together. */
  record Run(String type, int events) {}

  /**
   * The frames of missed events of one channel.
   *
   * @param missed publications without a gap
   */
  Page of(EventStream stream, List<Publication> missed) {
    Topic topic = missed.get(0).topic();
    Key key =
        new Key(
            stream.chunked,
            ids.apply(stream),
            topic,
            missed.get(0).position(),
            missed.get(missed.size() - 1).position());
    return pages.computeIfAbsent(key, absent -> encode(stream, topic, missed));
  }

  /**
   * Encodes the events that the client does not have. Consecutive events of one type are one batch.
   */
  private Page encode(EventStream stream, Topic topic, List<Publication> missed) {
    List<byte[]> frames = new ArrayList<>();
    List<Run> runs = new ArrayList<>();
    List<Event> run = new ArrayList<>();
    for (Publication publication : missed) {
      Event event = Event.of(publication);
      boolean other = !run.isEmpty() && !run.get(0).type().equals(event.type());
      if (other || run.size() == TypeWindow.MOST_EVENTS) {
        frames.add(encode(stream, run, runs));
      }
      ChannelPosition position = stream.own(topic).orElseThrow();
      if (!position.has(event.type(), event.offset())) {
        run.add(event);
      }
      stream.stands(topic, position.reached(publication.position()));
    }
    if (!run.isEmpty()) {
      frames.add(encode(stream, run, runs));
    }
    return new Page(frames, runs, stream.own(topic).orElseThrow());
  }

  private byte[] encode(EventStream stream, List<Event> run, List<Run> runs) {
    byte[] message = EventFrames.message(run, clock.instant());
    runs.add(new Run(run.get(0).type(), run.size()));
    run.clear();
    return EventFrames.frame(ids.apply(stream), message, stream.chunked);
  }
}
