package dev.tickgate.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The cost of a delivery for the load generator, without the system call. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ParserBenchmark {
  private static final int MESSAGES = 200;
  private static final long FIRST = 1_700_000_000_000_000L;

  @Param({"WEBSOCKET", "SOCKJS"})
  public String dialect;

  private final Stamps stamps = new Stamps();
  private byte[] bytes;
  private Ledger ledger;
  private Parser parser;

  @Setup
  public void prepare() {
    boolean sockJs = "SOCKJS".equals(dialect);
    ByteBuf all = Unpooled.buffer();
    Line line = Line.of(140);
    for (int i = 0; i < MESSAGES; i++) {
      String json = new String(line.with(FIRST + i, FIRST), StandardCharsets.US_ASCII).trim();
      String tick = json.substring(0, json.length() - 1) + ",\"epoch\":7,\"offset\":123456}";
      String text = sockJs ? "a[\"" + tick.replace("\"", "\\\"") + "\"]" : tick;
      all.writeByte(0x81).writeByte(126).writeShort(text.length());
      all.writeCharSequence(text, StandardCharsets.US_ASCII);
    }
    bytes = new byte[all.readableBytes()];
    all.readBytes(bytes);
    parser = Dialect.valueOf(dialect).parser(inbox(), false);
  }

  private Inbox inbox() {
    return new Inbox() {
      @Override
      public void message(byte[] message, int from, int to) {
        if (stamps.read(message, from, to)) {
          ledger.heard(stamps.seq(), stamps.skipped());
        }
      }

      @Override
      public void ping(byte[] message, int from, int to) {}

      @Override
      public void goodbye() {}
    };
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public long delivery() {
    ledger = new Ledger();
    parser.parse(bytes, 0, bytes.length);
    return ledger.received();
  }
}
