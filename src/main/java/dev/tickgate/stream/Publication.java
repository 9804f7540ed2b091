package dev.tickgate.stream;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A payload with its position in a topic, encoded once per {@link Encoding} and shared by every
 * session of the node. Immutable, except the cache of encodings, which any event loop may fill.
 */
public final class Publication {
  private static final Object[] NONE = {};

  private final Topic topic;
  private final Position position;
  private final byte[] json;
  // The number of publications skipped before this one, and the same publication without that
  // number.
  private final long skipped;
  private final Publication whole;
  // Pairs of encoding and bytes. Volatile and replaced under the lock: several event loops of the
  // node may need the same encoding at once, and only the first encodes.
  private volatile Object[] encoded = NONE;

  /**
   * @param json a JSON object in UTF-8 that carries {@code epoch} and {@code offset}; not copied,
   *     must not change
   */
  public Publication(Topic topic, Position position, byte[] json) {
    this.topic = topic;
    this.position = position;
    this.json = json;
    this.skipped = 0;
    this.whole = this;
  }

  private Publication(Publication whole, long skipped) {
    String object = new String(whole.json, StandardCharsets.UTF_8);
    this.topic = whole.topic;
    this.position = whole.position;
    this.json = splice(object, ",\"skipped\":" + skipped);
    this.skipped = skipped;
    this.whole = whole;
  }

  /**
   * Returns a publication of an object at a position.
   *
   * @param object a non-empty JSON object without {@code epoch} and {@code offset}
   */
  public static Publication at(Topic topic, Position at, String object) {
    return new Publication(topic, at, splice(object, fields(at)));
  }

  private static String fields(Position at) {
    return ",\"epoch\":" + at.epoch() + ",\"offset\":" + at.offset();
  }

  /** The object in UTF-8, without the position that was added to it. */
  public byte[] object() {
    byte[] end = (fields(position) + "}").getBytes(StandardCharsets.UTF_8);
    int length = whole.json.length - end.length;
    boolean isAtEnd =
        length > 0 && Arrays.equals(whole.json, length, whole.json.length, end, 0, end.length);
    if (!isAtEnd) {
      return whole.json;
    }
    byte[] object = Arrays.copyOf(whole.json, length + 1);
    object[length] = '}';
    return object;
  }

  /**
   * Returns the same publication with another number of skipped ones right before it: for a client
   * that reads too slowly, or has a limited rate.
   *
   * @param more the number to add; negative to lower it
   */
  public Publication skipping(long more) {
    long all = skipped + more;
    return all == skipped ? this : all == 0 ? whole : new Publication(whole, all);
  }

  /** The number of publications that were skipped before this one. */
  public long skipped() {
    return skipped;
  }

  private static byte[] splice(String object, String fields) {
    String json = object.substring(0, object.lastIndexOf('}')) + fields + "}";
    return json.getBytes(StandardCharsets.UTF_8);
  }

  public Topic topic() {
    return topic;
  }

  public Position position() {
    return position;
  }

  /** The payload in UTF-8; shared, so callers must not change it. */
  public byte[] json() {
    return json;
  }

  /** The bytes of this publication in that encoding; shared, so callers must not change them. */
  public byte[] as(Encoding encoding) {
    byte[] found = find(encoded, encoding);
    return found != null ? found : encodeOnce(encoding);
  }

  private synchronized byte[] encodeOnce(Encoding encoding) {
    Object[] known = encoded;
    byte[] found = find(known, encoding);
    if (found != null) {
      return found;
    }
    byte[] bytes = encoding.encode(this);
    Object[] grown = Arrays.copyOf(known, known.length + 2);
    grown[known.length] = encoding;
    grown[known.length + 1] = bytes;
    encoded = grown;
    return bytes;
  }

  private static byte[] find(Object[] encoded, Encoding encoding) {
    for (int i = 0; i < encoded.length; i += 2) {
      if (encoded[i] == encoding) {
        return (byte[]) encoded[i + 1];
      }
    }
    return null;
  }

  /** Whether the publications follow that position without a gap. */
  public static boolean follow(Position position, List<Publication> publications) {
    Position before = position;
    for (Publication publication : publications) {
      if (!publication.position.equals(before.next())) {
        return false;
      }
      before = publication.position;
    }
    return true;
  }

  @Override
  public String toString() {
    return topic + "@" + position;
  }
}
