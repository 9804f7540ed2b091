package dev.tickgate.bus;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Encodes publications between nodes of Tickgate as bytes, so that the text of a publication
 * arrives as it was committed, with every digit. Integers are big-endian. A text is its length in
 * 32 bits, then its UTF-8.
 */
final class FeedCodec {
  private static final byte VERSION = 2;

  private FeedCodec() {}

  static Buffer encode(FeedBatch batch) {
    Buffer out = Buffer.buffer(64 + 256 * batch.publications().size()).appendByte(VERSION);
    append(out, batch);
    return out;
  }

  static FeedBatch batch(Buffer message) {
    return read(message, FeedCodec::batch);
  }

  static Buffer encode(CheckReply reply) {
    Buffer out = Buffer.buffer().appendByte(VERSION);
    out.appendByte((byte) reply.state().ordinal()).appendLong(reply.head());
    out.appendLong(reply.topicEpoch()).appendByte((byte) (reply.complete() ? 1 : 0));
    append(out, reply.missed());
    return out;
  }

  static CheckReply checkReply(Buffer message) {
    return read(
        message,
        in ->
            new CheckReply(
                FeedState.values()[in.oneByte()],
                in.number(),
                in.number(),
                in.oneByte() == 1,
                batch(in)));
  }

  static Buffer encode(DemandReply reply) {
    return Buffer.buffer()
        .appendByte(VERSION)
        .appendLong(reply.term())
        .appendByte((byte) (reply.known() ? 1 : 0));
  }

  static DemandReply demandReply(Buffer message) {
    return read(message, in -> new DemandReply(in.number(), in.oneByte() == 1));
  }

  static Buffer encode(SyncReply reply) {
    Buffer out = Buffer.buffer().appendByte(VERSION);
    out.appendLong(reply.term()).appendLong(reply.leadership()).appendLong(reply.seq());
    out.appendByte((byte) reply.state().ordinal());
    out.appendLong(reply.head().epoch()).appendLong(reply.head().offset());
    append(out, reply.publications());
    return out;
  }

  static SyncReply syncReply(Buffer message) {
    return read(
        message,
        in -> {
          long term = in.number();
          long leadership = in.number();
          long seq = in.number();
          FeedState state = FeedState.values()[in.oneByte()];
          return new SyncReply(term, leadership, seq, in.position(), state, in.publications());
        });
  }

  private static void append(Buffer out, FeedBatch batch) {
    out.appendLong(batch.term()).appendLong(batch.leadership()).appendLong(batch.epoch());
    out.appendLong(batch.begin()).appendLong(batch.first());
    append(out, batch.publications());
  }

  private static FeedBatch batch(Reader in) {
    return new FeedBatch(
        in.number(), in.number(), in.number(), in.number(), in.number(), in.publications());
  }

  private static void append(Buffer out, List<Publication> publications) {
    out.appendInt(publications.size());
    for (Publication publication : publications) {
      append(out, publication.topic().name().getBytes(StandardCharsets.UTF_8));
      out.appendLong(publication.position().epoch()).appendLong(publication.position().offset());
      append(out, publication.json());
    }
  }

  private static void append(Buffer out, byte[] text) {
    out.appendInt(text.length).appendBytes(text);
  }

  private interface Reading<T> {
    T from(Reader in);
  }

  /**
   * @throws DecodeException where the message is not of that type
   */
  private static <T> T read(Buffer message, Reading<T> reading) {
    try {
      Reader in = new Reader(message);
      if (in.oneByte() != VERSION) {
        throw new DecodeException("a message of another version");
      }
      return reading.from(in);
    } catch (IndexOutOfBoundsException | IllegalArgumentException | NegativeArraySizeException e) {
      throw new DecodeException("not a message of a feed", e);
    }
  }

  private static final class Reader {
    private final Buffer message;
    private int at;

    Reader(Buffer message) {
      this.message = message;
    }

    byte oneByte() {
      return message.getByte(at++);
    }

    long number() {
      at += Long.BYTES;
      return message.getLong(at - Long.BYTES);
    }

    Position position() {
      return new Position(number(), number());
    }

    byte[] text() {
      int from = at + Integer.BYTES;
      at = from + message.getInt(at);
      return message.getBytes(from, at);
    }

    List<Publication> publications() {
      int count = message.getInt(at);
      at += Integer.BYTES;
      List<Publication> publications = new ArrayList<>();
      Topic last = null;
      for (int i = 0; i < count; i++) {
        String name = new String(text(), StandardCharsets.UTF_8);
        last = last != null && last.name().equals(name) ? last : new Topic(name);
        publications.add(new Publication(last, position(), text()));
      }
      return publications;
    }
  }
}
