package dev.tickgate.system;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Many clients of {@code /api/realtime/events} that come back with their last id, to another
 * gateway. The ids of the events are {@code n0}, {@code n1} and so on.
 */
final class EventCrowd implements AutoCloseable {
  private static final byte[] END = {'\n', '\n'};
  private static final byte[] ID = "\nid: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NUMBER = "\"id\":\"n".getBytes(StandardCharsets.US_ASCII);
  private static final int LEAST_PAUSE = 50;
  private static final int MORE_PAUSE = 500;

  private final Vertx vertx;
  private final HttpClient http;
  private final List<Integer> ports;
  private final int types;
  private final IntConsumer arrivals;
  private final List<Reader> readers;
  private volatile boolean closed;

  /**
   * @param types event {@code i} has the type {@code i % types}
   * @param arrivals is told each event at each client, on several event loops
   */
  EventCrowd(Vertx vertx, List<Integer> ports, int clients, int types, IntConsumer arrivals) {
    this.vertx = vertx;
    this.ports = List.copyOf(ports);
    this.types = types;
    this.arrivals = arrivals;
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(2_000),
            new PoolOptions().setHttp1MaxSize(clients));
    this.readers = IntStream.range(0, clients).mapToObj(Reader::new).toList();
  }

  void join() {
    readers.forEach(Reader::connect);
  }

  long connected() {
    return readers.stream().filter(reader -> reader.connected).count();
  }

  boolean haveAll(int events) {
    return readers.stream().allMatch(reader -> reader.count >= events);
  }

  long received() {
    return readers.stream().mapToLong(reader -> reader.count).sum();
  }

  long repeated() {
    return readers.stream().mapToLong(reader -> reader.repeated).sum();
  }

  long reconnects() {
    return readers.stream().mapToLong(reader -> reader.reconnects).sum();
  }

  /** How many different orders of a type the clients have seen: 1 where all had the same. */
  long orders(int type) {
    return readers.stream().mapToLong(reader -> reader.orders[type]).distinct().count();
  }

  @Override
  public void close() {
    closed = true;
    http.close();
  }

  /** One client; written by the event loop of its connection, of which it has one at a time. */
  private final class Reader {
    private final BitSet seen = new BitSet();
    private final long[] orders = new long[types];
    private int port;
    private Buffer pending = Buffer.buffer();
    private String id = "";
    private boolean over;
    private volatile boolean connected;
    private volatile int count;
    private volatile int repeated;
    private volatile int reconnects;

    Reader(int number) {
      this.port = number % ports.size();
    }

    void connect() {
      RequestOptions options =
          new RequestOptions()
              .setMethod(HttpMethod.GET)
              .setHost("127.0.0.1")
              .setPort(ports.get(port))
              .setURI("/api/realtime/events?channels=*");
      if (!id.isEmpty()) {
        options.putHeader("Last-Event-ID", id);
      }
      over = false;
      pending = Buffer.buffer();
      http.request(options)
          .compose(HttpClientRequest::send)
          .onSuccess(this::opened)
          .onFailure(failure -> again());
    }

    private void connectUnlessClosed() {
      if (!closed) {
        connect();
      }
    }

    private void opened(HttpClientResponse response) {
      if (response.statusCode() != 200) {
        again();
        return;
      }
      connected = true;
      response.handler(this::read);
      response.exceptionHandler(lost -> again());
      response.endHandler(end -> again());
    }

    /** Once for each connection, whatever ended it. */
    private void again() {
      if (over || closed) {
        return;
      }
      over = true;
      connected = false;
      reconnects++;
      port = (port + 1) % ports.size();
      vertx.setTimer(
          LEAST_PAUSE + ThreadLocalRandom.current().nextInt(MORE_PAUSE),
          timer -> connectUnlessClosed());
    }

    private void read(Buffer chunk) {
      byte[] bytes = (pending.length() == 0 ? chunk : pending.appendBuffer(chunk)).getBytes();
      int from = 0;
      for (int end = find(END, bytes, 0, bytes.length);
          end >= 0;
          end = find(END, bytes, from, bytes.length)) {
        message(bytes, from, end);
        from = end + END.length;
      }
      pending = Buffer.buffer().appendBytes(bytes, from, bytes.length - from);
    }

    private void message(byte[] bytes, int from, int to) {
      int at = find(NUMBER, bytes, from, to);
      while (at >= 0) {
        int number = 0;
        int digit = at + NUMBER.length;
        for (; bytes[digit] != '"'; digit++) {
          number = number * 10 + bytes[digit] - '0';
        }
        take(number);
        at = find(NUMBER, bytes, digit, to);
      }
      // The line before may be another field, or there is none.
      int line =
          startsWith(ID, 1, bytes, from) ? from + ID.length - 1 : after(find(ID, bytes, from, to));
      if (line >= 0) {
        int end = line;
        while (end < to && bytes[end] != '\n') {
          end++;
        }
        id = new String(bytes, line, end - line, StandardCharsets.US_ASCII);
      }
    }

    private void take(int number) {
      if (seen.get(number)) {
        repeated++;
        return;
      }
      seen.set(number);
      int type = number % types;
      orders[type] = orders[type] * 31 + number;
      count++;
      arrivals.accept(number);
    }
  }

  private static int after(int line) {
    return line < 0 ? -1 : line + ID.length;
  }

  private static int find(byte[] what, byte[] bytes, int from, int to) {
    for (int i = from; i <= to - what.length; i++) {
      if (bytes[i] == what[0] && startsWith(what, 0, bytes, i)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean startsWith(byte[] what, int skipped, byte[] bytes, int at) {
    for (int i = skipped; i < what.length; i++) {
      if (at + i - skipped >= bytes.length || bytes[at + i - skipped] != what[i]) {
        return false;
      }
    }
    return true;
  }
}
