package dev.tickgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bytes that a process has sent on its open TCP connections (Linux, {@code ss}).
 *
 * @param segments the number of segments with data
 */
public record TcpTraffic(long bytes, long segments) {
  private static final Pattern BYTES = Pattern.compile("bytes_sent:(\\d+)");
  private static final Pattern SEGMENTS = Pattern.compile("data_segs_out:(\\d+)");

  /** Returns the traffic without the connections to a port, such as those to the database. */
  public static TcpTraffic of(long pid, int exceptPort) {
    try {
      Process ss =
          new ProcessBuilder("ss", "-tinpHO", "state", "established")
              .redirectErrorStream(true)
              .start();
      String text = new String(ss.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String owner = "pid=" + pid + ",";
      String database = ":" + exceptPort + " ";
      return text.lines()
          .filter(line -> line.contains(owner) && !line.contains(database))
          .map(line -> new TcpTraffic(number(BYTES, line), number(SEGMENTS, line)))
          .reduce(new TcpTraffic(0, 0), TcpTraffic::plus);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long number(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  private TcpTraffic plus(TcpTraffic other) {
    return new TcpTraffic(bytes + other.bytes, segments + other.segments);
  }

  /** Returns the traffic between two readings. */
  public TcpTraffic since(TcpTraffic earlier) {
    return new TcpTraffic(bytes - earlier.bytes, segments - earlier.segments);
  }
}
