package dev.tickgate.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Every stream is read whole, and cut in three at every pair of byte boundaries. */
class ParserTest {
  private static final String TICK = "{\"seq\":1,\"sent\":2,\"offset\":9}";
  private static final String NEXT = "{\"seq\":2,\"sent\":3,\"offset\":10}";
  private static final String LONG = "{\"pad\":\"" + "x".repeat(200) + "\"}";

  private final List<String> got = new ArrayList<>();
  private final Inbox inbox =
      new Inbox() {
        @Override
        public void message(byte[] bytes, int from, int to) {
          got.add(new String(bytes, from, to - from, US_ASCII));
        }

        @Override
        public void ping(byte[] bytes, int from, int to) {
          got.add("ping " + new String(bytes, from, to - from, US_ASCII));
        }

        @Override
        public void goodbye() {
          got.add("goodbye");
        }
      };

  @Test
  void framesOfAWebSocketAreFoundHoweverTheyAreCut() {
    byte[] stream =
        join(
            frame(0x81, TICK),
            frame(0x89, "!"),
            frame(0x81, LONG),
            frame(0x81, NEXT),
            frame(0x88, ""));

    everyCut(stream, WebSocketParser::new, TICK, "ping !", LONG, NEXT, "goodbye");
  }

  @Test
  void aFrameLongerThan64KibIsFound() {
    String huge = "x".repeat(70_000);

    read(new WebSocketParser(inbox), join(frame(0x81, huge), frame(0x81, TICK)));

    assertThat(got).containsExactly(huge, TICK);
  }

  @Test
  void aMessageInFragmentsIsOneMessage() {
    byte[] stream =
        join(
            frame(0x01, TICK.substring(0, 5)),
            frame(0x89, ""),
            frame(0x00, TICK.substring(5, 9)),
            frame(0x80, TICK.substring(9)),
            frame(0x81, NEXT));

    everyCut(stream, WebSocketParser::new, "ping ", TICK, NEXT);
  }

  @Test
  void aFrameOfSockJsMayHoldManyMessages() {
    String escaped = TICK.replace("\"", "\\\"");
    String next = NEXT.replace("\"", "\\\"");
    String tricky = "\\\\\\\",\\\"{}";
    byte[] stream =
        join(
            frame(0x81, "o"),
            frame(0x81, "a[\"" + escaped + "\"]"),
            frame(0x81, "h"),
            frame(0x81, "a[\"" + escaped + "\",\"" + next + "\",\"" + escaped + "\"]"),
            frame(0x81, "a[\"" + tricky + "\",\"" + next + "\"]"),
            frame(0x81, "a[]"),
            frame(0x81, "c[3000,\"Go away!\"]"));

    everyCut(
        stream,
        sink -> new WebSocketParser(new SockJsMessages(sink)),
        escaped,
        escaped,
        next,
        escaped,
        tricky,
        next,
        "goodbye");
  }

  @Test
  void eventsAreFoundInChunksWhereverThoseEnd() {
    String events = event(TICK) + ":\n\n" + event(LONG) + event(NEXT) + event(TICK);
    byte[] stream =
        join(
            chunk(events.substring(0, 7)),
            chunk(events.substring(7, 300)),
            chunk(events.substring(300)),
            chunk(""));

    everyCut(
        stream,
        sink -> new EventStreamParser(sink, true),
        "id: 1\ndata: " + TICK,
        ":",
        "id: 1\ndata: " + LONG,
        "id: 1\ndata: " + NEXT,
        "id: 1\ndata: " + TICK,
        "goodbye");
  }

  @Test
  void eventsAreFoundInABodyWithoutChunks() {
    byte[] stream = (event(TICK) + event(NEXT) + event(TICK)).getBytes(US_ASCII);

    everyCut(
        stream,
        sink -> new EventStreamParser(sink, false),
        "id: 1\ndata: " + TICK,
        "id: 1\ndata: " + NEXT,
        "id: 1\ndata: " + TICK);
  }

  private void everyCut(byte[] stream, Function<Inbox, Parser> parser, String... messages) {
    for (int first = 0; first <= stream.length; first++) {
      for (int second = first; second <= stream.length; second += 7) {
        got.clear();
        read(
            parser.apply(inbox),
            Arrays.copyOfRange(stream, 0, first),
            Arrays.copyOfRange(stream, first, second),
            Arrays.copyOfRange(stream, second, stream.length));
        assertThat(got).as("cut at %d and %d", first, second).containsExactly(messages);
      }
    }
  }

  /** As a connection does: what was not taken comes again, with what follows it. */
  private static void read(Parser parser, byte[]... pieces) {
    byte[] rest = {};
    for (byte[] piece : pieces) {
      byte[] bytes = join(rest, piece);
      rest = Arrays.copyOfRange(bytes, parser.parse(bytes, 0, bytes.length), bytes.length);
    }
    assertThat(rest).isEmpty();
  }

  private static byte[] frame(int first, String text) {
    int n = text.length();
    byte[] head =
        n < 126
            ? new byte[] {(byte) first, (byte) n}
            : n < 65_536
                ? new byte[] {(byte) first, 126, (byte) (n >> 8), (byte) n}
                : new byte[] {
                  (byte) first, 127, 0, 0, 0, 0, 0, (byte) (n >> 16), (byte) (n >> 8), (byte) n
                };
    return join(head, text.getBytes(US_ASCII));
  }

  private static byte[] chunk(String text) {
    return (Integer.toHexString(text.length()) + "\r\n" + text + "\r\n").getBytes(US_ASCII);
  }

  private static String event(String data) {
    return "id: 1\ndata: " + data + "\n\n";
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
