package dev.tickgate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.Document;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code tickgate capacity} as a user calls it. */
class CapacityCommandTest extends MainCase {
  private static final List<String> LOAD =
      List.of("capacity", "--clients", "10000", "--topics", "20", "--rate", "5", "--bytes", "140");

  private int capacity(String... more) {
    List<String> all = new ArrayList<>(LOAD);
    all.addAll(List.of(more));
    return run(MainCase::mustNotStart, all.toArray(String[]::new));
  }

  @Test
  void aLoadThatFitsIsPrintedWithItsGatewaysAndItsFirstLimit() {
    assertThat(capacity("--cost", "write.websocket=10")).isZero();

    assertThat(out.toString())
        .contains("load          100.0 publications/s, 50,000 deliveries/s in 50,000 writes/s")
        .containsPattern("gateways      1; 2 where one of them may fail")
        .containsPattern("each gateway  0[.]\\d+ cores, \\d+ MiB, [0-9.]+ Mbit/s, 10,000 conn")
        .containsPattern("database      0[.]\\d+ cores, [0-9.]+ transactions/s")
        .containsPattern("first limit   cores of a gateway, \\d+ % of what may be used; then ")
        .containsPattern("costs         measured on .*; some values are yours");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void tooFewNodesAreAnExitCodeAndAnAdvice() {
    assertThat(capacity("--cost", "write.websocket=50", "--nodes", "2")).isEqualTo(2);
    assertThat(out.toString()).contains("This does not fit: take more gateways, or larger ones.");
  }

  @Test
  void aFeedAtItsLimitIsToBeDivided() {
    assertThat(capacity("--cost", "rows=99")).isEqualTo(2);
    assertThat(out.toString())
        .contains("first limit   rows of a feed, 101 % of what may be used")
        .contains("This does not fit: divide the topics among more feeds, or relay them.");
    assertThat(capacity("--cost", "rows=99", "--feeds", "2")).isZero();
  }

  @Test
  void theExamplesOfTheDocumentAreWhatTheCommandPrints() {
    List<String> examples = Document.of("docs/capacity.md").blocks("console");
    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      List<String> lines = example.lines().toList();
      String arguments = lines.get(0).substring(lines.get(0).indexOf("capacity "));
      out.getBuffer().setLength(0);

      run(MainCase::mustNotStart, arguments.split(" "));

      assertThat(out.toString().lines().toList()).isEqualTo(lines.subList(1, lines.size()));
    }
  }

  @Test
  void theCostsAreShownWithTheirUnits() {
    assertThat(capacity("--costs")).isZero();
    assertThat(out.toString())
        .containsPattern("connection[.]sse=[0-9.]+  KiB of memory")
        .doesNotContain("some values are yours");
  }

  @Test
  void theCostsNeedNoLoad() {
    assertThat(run(MainCase::mustNotStart, "capacity", "--costs")).isZero();
    assertThat(out.toString()).startsWith("costs  ").contains("connection.sse=");
  }

  @ParameterizedTest
  @CsvSource({
    "--clients, 0, --clients must be at least 1",
    "--topics, 0, --topics must be at least 1",
    "--rate, 0, --rate must be more than 0",
    "--rate, NaN, --rate must be more than 0",
    "--bytes, 1, --bytes must be 2 to 65536",
    "--bytes, 65537, --bytes must be 2 to 65536",
    "--transport, pigeon, '--transport must be websocket, sockjs or sse'",
    "--nodes, 0, --nodes must be 1 to 1000",
    "--per-client, 21, --per-client must be 1 to --topics",
    "--feeds, 21, --feeds must be 1 to --topics",
    "--looks, 101, '--looks must be more than 0, and at most 100'",
    "--history, -1, --history must not be negative",
    "--cores, 0, --cores must be more than 0",
    "--memory, 0, --memory must be more than 0",
    "--network, 0, --network must be more than 0",
    "--share, 101, --share must be 1 to 100",
    "--cost, coffee=1, --cost coffee is unknown: see --costs",
    "--cost, delivery=-1, --cost delivery must not be negative",
    "--clients, many, 'Invalid value for option ''--clients'': ''many'' is not an int'"
  })
  void aMistakeIsToldAndNothingIsComputed(String option, String value, String message) {
    List<String> all = new ArrayList<>(LOAD);
    int at = all.indexOf(option);
    if (at < 0) {
      all.addAll(List.of(option, value));
    } else {
      all.set(at + 1, value);
    }

    assertThat(run(MainCase::mustNotStart, all.toArray(String[]::new))).isEqualTo(1);
    assertThat(err.toString()).startsWith(message).contains("Try: tickgate capacity --help");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aLoadWithoutItsRateIsAMistake() {
    assertThat(run(MainCase::mustNotStart, "capacity", "--clients", "1")).isEqualTo(1);
    assertThat(err.toString()).startsWith("--clients, --topics, --rate and --bytes are needed");
  }
}
