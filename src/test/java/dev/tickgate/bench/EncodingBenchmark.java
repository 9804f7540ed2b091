package dev.tickgate.bench;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.transport.Format;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The cost of a publication once for all clients of a format. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EncodingBenchmark {
  static final String TICK =
      "{\"type\":\"ticker\",\"symbol\":\"USD_JPY\",\"bid\":151.245,\"ask\":151.249,\"mid\":151.247,"
          + "\"timestamp\":\"2026-02-16T13:05:10.123Z\"}";

  private static final Topic TOPIC = new Topic("ticks.USD_JPY");
  private static final Map<String, Format> FORMATS =
      Map.of(
          "websocket", Format.JSON_WEBSOCKET,
          "bridge", Format.BRIDGE_WEBSOCKET,
          "sockjs", Format.BRIDGE_SOCKJS_WEBSOCKET,
          "fallback", Format.BRIDGE_SOCKJS_FALLBACK);

  @Param({"websocket", "bridge", "sockjs", "fallback"})
  public String name;

  private Format format;
  private Publication publication;

  @Setup
  public void prepare() {
    format = FORMATS.get(name);
    publication = Publication.at(TOPIC, new Position(7, 123_456), TICK);
  }

  @Benchmark
  public byte[] encode() {
    return format.encode(publication);
  }

  @Benchmark
  public byte[] encodeWithPosition() {
    return format.encode(Publication.at(TOPIC, new Position(7, 123_456), TICK));
  }
}
