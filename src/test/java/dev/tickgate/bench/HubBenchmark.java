package dev.tickgate.bench;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.access.Principal;
import dev.tickgate.hub.Hub;
import dev.tickgate.hub.HubMetrics;
import dev.tickgate.hub.HubSettings;
import dev.tickgate.hub.Session;
import dev.tickgate.protocol.Command;
import dev.tickgate.protocol.Disconnect;
import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.TestRoutes;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.Frame;
import dev.tickgate.transport.Transport;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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

/** The cost of the hub: a turn of publications, to sessions whose transport does nothing. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HubBenchmark {
  private static final Topic TOPIC = new Topic("ticks.USD_JPY");
  private static final long EPOCH = 7;

  @Param({"1", "100", "10000"})
  public int sessions;

  @Param({"1", "20"})
  public int publicationsPerTurn;

  private final Hub hub =
      new Hub(
          new HubSettings(TestRoutes.of(1000, TOPIC), 1000, 1 << 20, 10, Duration.ofSeconds(30)),
          AccessPolicy.of(AccessPolicy.open(TOPIC.name())),
          (topic, position, limit) -> Future.failedFuture("nobody is asked"),
          HubMetrics.NONE,
          InstantSource.system(),
          System::nanoTime,
          new Random(1),
          (millis, task) -> {});
  private final Sink sink = new Sink();
  private long offset;

  /** A client that takes everything at once. */
  private static final class Sink implements Transport {
    private long written;

    @Override
    public boolean writable() {
      return true;
    }

    @Override
    public void write(Frame frame) {
      written++;
    }

    @Override
    public void flush() {}

    @Override
    public boolean ping() {
      return true;
    }

    @Override
    public void close(Disconnect goodbye) {}
  }

  @Setup
  public void open() {
    hub.fill(TOPIC, new Position(EPOCH, 0), List.of());
    for (int i = 0; i < sessions; i++) {
      Session session =
          hub.sessions().open(Principal.ANYBODY, Format.JSON_WEBSOCKET, opened -> sink);
      hub.subscribe(session, new Command.Subscribe(TOPIC, Optional.empty(), Pace.UNLIMITED), false);
    }
  }

  @Benchmark
  public long turn() {
    for (int i = 0; i < publicationsPerTurn; i++) {
      Position next = new Position(EPOCH, ++offset);
      hub.publish(Publication.at(TOPIC, next, EncodingBenchmark.TICK));
    }
    hub.flush();
    return sink.written;
  }
}
