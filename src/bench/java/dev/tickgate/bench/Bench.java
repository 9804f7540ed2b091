package dev.tickgate.bench;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the load generator. */
@Command(
    name = "bench",
    description = {
      "Loads a server with clients, and tells what it costs and whether everything came.",
      "Feed it through its line source: diagnostics.source.port."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    exitCodeOnInvalidInput = Bench.BAD_USAGE,
    footer = {
      "",
      "Exit codes: 0 everything came, in order, once; 1 something was lost, duplicated or reordered;",
      "2 bad usage, or it could not be run."
    })
public final class Bench implements Callable<Integer> {
  static final int OK = 0;
  static final int WRONG = 1;
  static final int BAD_USAGE = 2;
  // The files that this process opens besides the connections.
  private static final int FILES_OF_THE_JVM = 150;
  private static final int DEFAULT_FLIGHT = 256_000;
  private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m)");

  @Spec private CommandSpec spec;

  @Option(names = "--url", paramLabel = "HOST:PORT", description = "The server.")
  private String url = "127.0.0.1:8080";

  @Option(names = "--source", paramLabel = "PORT", description = "Its line source, on loopback.")
  private Integer source;

  @Option(names = "--transport", description = "websocket, sockjs, bridge or sse.")
  private String transport = "websocket";

  @Option(names = "--connections", paramLabel = "N", description = "How many.")
  private int connections = 1000;

  @Option(
      names = "--topics",
      paramLabel = "N",
      description = "How many; connection i hears topic i mod N.")
  private int topics = 1;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Publications/s of all topics together; 0: as fast as the clients take them.")
  private double rate;

  @Option(
      names = "--window",
      paramLabel = "N",
      description =
          "Publications on their way at once with --rate 0; 0: 256,000 deliveries' worth, at most 256.")
  private int window;

  @Option(names = "--warmup", paramLabel = "TIME", description = "Before it is measured.")
  private String warmup = "5s";

  @Option(names = "--duration", paramLabel = "TIME", description = "While it is measured.")
  private String duration = "10s";

  @Option(names = "--payload", paramLabel = "BYTES", description = "Of a publication.")
  private int payload = 140;

  @Option(names = "--slow", paramLabel = "PERCENT", description = "Connections that do not read.")
  private int slow;

  @Option(names = "--handshakes", description = "Measure how fast clients connect.")
  private boolean handshakes;

  @Option(names = "--idle", description = "Measure what a silent client costs; needs --pid.")
  private boolean idle;

  @Option(
      names = "--pid",
      paramLabel = "PID",
      description = "The server's process, for its CPU and memory (Linux).")
  private Long pid;

  @Option(
      names = "--practice",
      paramLabel = "HOST:PORT",
      description = "Another server, on which this process runs the same first: a cold generator is slow.")
  private String practice;

  @Option(
      names = "--practice-source",
      paramLabel = "PORT",
      description = "The line source of that one.")
  private Integer practiceSource;

  @Option(names = "--threads", paramLabel = "N", description = "Event loops of the clients.")
  private int threads = 1;

  @Option(names = "--json", description = "One line of JSON instead of a table.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Load load = load();
    if (practice != null) {
      new Drive(load.on(address("--practice", practice), port(practiceSource)), handshakes, false).run();
    }
    Outcome outcome = new Drive(load, handshakes, idle).run();
    spec.commandLine()
        .getOut()
        .println(json ? Figure.json(outcome.figures()) : Figure.table(outcome.figures()));
    return outcome.right() ? OK : WRONG;
  }

  private Load load() {
    require(connections > 0, "--connections must be at least 1");
    require(topics > 0 && topics <= connections, "--topics must be 1 to --connections");
    require(rate >= 0, "--rate must not be negative");
    require(window >= 0, "--window must not be negative");
    require(
        payload >= Line.SHORTEST && payload <= Line.LONGEST,
        "--payload must be %d to %d".formatted(Line.SHORTEST, Line.LONGEST));
    require(slow >= 0 && slow < 100, "--slow must be 0 to 99");
    require(threads > 0, "--threads must be at least 1");
    require(source != null || handshakes || idle, "--source, --handshakes or --idle is needed");
    require(!idle || pid != null, "--idle needs --pid");
    require(
        (practice != null && source != null) == (practiceSource != null),
        "--practice-source is needed with --practice and --source, and only there");
    require(pid == null || new ServerProcess(pid).isKnown(), "--pid: there is no such process");
    requireFiles();
    return new Load(
        address("--url", url),
        port(source),
        dialect(),
        connections,
        topics,
        rate,
        window > 0 ? window : defaultWindow(),
        duration("--warmup", warmup),
        duration("--duration", duration),
        payload,
        slow,
        threads,
        pid == null ? OptionalLong.empty() : OptionalLong.of(pid));
  }

  private int defaultWindow() {
    return (int) Math.max(16, Math.min(256, (long) DEFAULT_FLIGHT * topics / connections));
  }

  private void requireFiles() {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.UnixOperatingSystemMXBean system) {
      long most = system.getMaxFileDescriptorCount();
      require(
          connections + FILES_OF_THE_JVM <= most,
          "%d connections are too many: this process may open %d files (ulimit -n)"
              .formatted(connections, most));
    }
  }

  private static OptionalInt port(Integer given) {
    return given == null ? OptionalInt.empty() : OptionalInt.of(given);
  }

  private InetSocketAddress address(String option, String text) {
    int colon = text.lastIndexOf(':');
    require(
        colon > 0 && text.substring(colon + 1).matches("\\d{1,5}"), option + " must be host:port");
    int port = Integer.parseInt(text.substring(colon + 1));
    require(port > 0 && port < 65536, option + ": there is no port " + port);
    try {
      return new InetSocketAddress(InetAddress.getByName(text.substring(0, colon)), port);
    } catch (UnknownHostException e) {
      throw new ParameterException(spec.commandLine(), option + ": unknown host in " + text);
    }
  }

  private Dialect dialect() {
    for (Dialect dialect : Dialect.values()) {
      if (dialect.name().equalsIgnoreCase(transport)) {
        return dialect;
      }
    }
    throw new ParameterException(
        spec.commandLine(), "--transport must be websocket, sockjs, bridge or sse");
  }

  private Duration duration(String option, String text) {
    Matcher matcher = DURATION.matcher(text);
    require(matcher.matches(), option + " must be like 500ms, 10s or 1m");
    long n = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(n);
      case "s" -> Duration.ofSeconds(n);
      default -> Duration.ofMinutes(n);
    };
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }
}
