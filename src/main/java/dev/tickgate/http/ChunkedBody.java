package dev.tickgate.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes one request body in chunked transfer coding, as RFC 9112 (7.1) defines it. Netty's own
 * decoder lets chunk sizes wrap at 32 bits and refuses valid chunk extensions. Confined to one
 * event loop.
 *
 * <pre>
 *   SIZE ── n &gt; 0 ──▶ DATA ── n bytes ──▶ DELIMITER ── CRLF ──▶ SIZE
 *     └──── 0 ──────▶ TRAILER ── empty line ──▶ END
 * </pre>
 */
final class ChunkedBody {
  private static final int MAX_LINE = 1024;
  private static final int MAX_TRAILER = 8 * 1024;
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
  private static final String QUOTED =
      "\"(?:[\\t !\\x23-\\x5b\\x5d-\\x7e\\x80-\\xff]|\\\\[\\t\\x20-\\x7e\\x80-\\xff])*+\"";
  // At most 7 digits after leading zeros: a larger size does not fit any limit of a body.
  private static final Pattern SIZE_LINE =
      Pattern.compile(
          "(?=[0-9A-Fa-f])0*+([0-9A-Fa-f]{0,7}+)((?:[ \\t]*;[ \\t]*TOKEN(?:[ \\t]*=[ \\t]*(?:TOKEN|QUOTED))?)*+)"
              .replace("TOKEN", TOKEN)
              .replace("QUOTED", QUOTED));

  private State state = State.SIZE;
  private int remaining;
  private int trailer;

  private enum State {
    SIZE,
    DATA,
    DELIMITER,
    TRAILER,
    END
  }

  boolean hasEnded() {
    return state == State.END;
  }

  /**
   * Takes one step; consumes nothing where more bytes are needed.
   *
   * @throws IllegalArgumentException if the body is malformed
   */
  void decode(ByteBuf in, List<Object> out) {
    switch (state) {
      case SIZE -> size(in);
      case DATA -> data(in, out);
      case DELIMITER -> {
        String line = line(in, 2);
        if (line != null && !line.isEmpty()) {
          throw new IllegalArgumentException("a chunk is longer than its size");
        }
        state = line == null ? state : State.SIZE;
      }
      case TRAILER -> trailer(in, out);
      case END -> throw new IllegalStateException("the body has ended");
    }
  }

  private void size(ByteBuf in) {
    String line = line(in, MAX_LINE);
    if (line != null) {
      Matcher size = SIZE_LINE.matcher(line);
      if (!size.matches()) {
        throw new IllegalArgumentException("the size of a chunk is malformed");
      }
      remaining = size.group(1).isEmpty() ? 0 : Integer.parseInt(size.group(1), 16);
      state = remaining == 0 ? State.TRAILER : State.DATA;
    }
  }

  private void data(ByteBuf in, List<Object> out) {
    int length = Math.min(remaining, in.readableBytes());
    if (length > 0) {
      out.add(new DefaultHttpContent(in.readRetainedSlice(length)));
      remaining -= length;
      state = remaining == 0 ? State.DELIMITER : State.DATA;
    }
  }

  // Trailer fields are discarded: nothing here uses them.
  private void trailer(ByteBuf in, List<Object> out) {
    String line = line(in, MAX_TRAILER - trailer);
    if (line != null && line.isEmpty()) {
      state = State.END;
      out.add(LastHttpContent.EMPTY_LAST_CONTENT);
    } else if (line != null) {
      trailer += line.length();
    }
  }

  /** The next line without its CRLF; null where it is not complete. */
  private static String line(ByteBuf in, int limit) {
    int length = in.bytesBefore((byte) '\n');
    if (length > limit || length < 0 && in.readableBytes() > limit) {
      throw new IllegalArgumentException("a line of the body is too long");
    }
    if (length < 0) {
      return null;
    }
    String line = in.readCharSequence(length + 1, ISO_8859_1).toString();
    int end = line.length() - 2;
    if (end < 0 || line.indexOf('\r') != end) {
      throw new IllegalArgumentException("a line of the body does not end with CRLF");
    }
    return line.substring(0, end);
  }
}
