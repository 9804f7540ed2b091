package dev.tickgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.Main;
import dev.tickgate.testing.Ports;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TopCommandTest {
  private static final String REPORT =
      """
      {"node":"a","nodes":[
        {"node":"a","answered":true,"process":"17@one","version":"1","roles":["gateway"],
         "uptime_ms":%d,"ready":true,"draining":false,"problems":{},"sessions":3,
         "transports":{"sse":1,"websocket":2},"deliveries":%d,"skipped":4,"waiting_bytes":20480,
         "feeds":[],"stale":{"usd_jpy":false,"events":true},"exchanges":[],"relays":[],"outbox":{}},
        {"node":"b","answered":true,"process":"18@two","version":"1","roles":["poller","relay"],
         "uptime_ms":9000,"ready":false,"draining":false,"problems":{"leadership":"x"},"sessions":0,
         "transports":{},"deliveries":0,"skipped":0,"waiting_bytes":0,
         "feeds":[{"feed":"usd_jpy","term":7,"published":1234}],"stale":{},
         "exchanges":[{"venue":"binance","connected":true,"subscriptions":2,"age_seconds":0.42},
          {"venue":"kraken","connected":false,"subscriptions":0}],
         "relays":[{"relay":"kafka.in","running":true,"behind":5}],
         "outbox":{"waiting":12,"oldest_seconds":3.25}},
        {"node":"c","answered":false},
        {"node":"d","answered":false,"kind":"other service"}]}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private static TopPage page(int uptime, int deliveries, Optional<TopPage> before) {
    return TopPage.of(new JsonObject(REPORT.formatted(uptime, deliveries)), before);
  }

  @Test
  void thePageHasTheNodesTheFeedsAndTheRelays() {
    assertThat(String.join("\n", page(1000, 50, Optional.empty()).lines()))
        .startsWith(
            "Tickgate: 2 of 3 nodes answer, other services: 1, 3 sessions (sse 1, websocket 2)\n")
        .containsPattern("17@one +gateway +3 +- +4 +20 KiB +ready")
        .containsPattern("18@two +poller,relay +0 +- +0 +0 +not ready: leadership")
        .containsPattern("\nc +no answer\n")
        .containsPattern("\nd +other service\n")
        .containsPattern("usd_jpy +18@two +7 +1234\n")
        .containsPattern("events +nobody +stale\n")
        .containsPattern("binance +18@two +connected +data 0.4 s old\n")
        .containsPattern("kraken +18@two +not connected\n")
        .containsPattern("kafka.in +18@two +running +5\n")
        .containsPattern("outbox +18@two +read +12 rows, oldest 3.3 s$");
  }

  @Test
  void longNamesAndManyRolesKeepTheColumns() {
    String report =
        REPORT
            .formatted(1000, 50)
            .replace("17@one", "1@tickgate-gateway-6d5f7c9b8d-abcde")
            .replace(
                "[\"gateway\"]", "[\"exchange\",\"gateway\",\"poller\",\"recorder\",\"relay\"]");
    List<String> lines = TopPage.of(new JsonObject(report), Optional.empty()).lines();

    List<String> nodes = lines.subList(2, 7);
    int state = nodes.get(0).indexOf("STATE");
    assertThat(nodes.stream().skip(1).map(line -> line.substring(state)))
        .containsExactly("ready", "not ready: leadership", "no answer", "other service");
    assertThat(nodes.stream().skip(1).map(line -> line.substring(0, state)))
        .allMatch(line -> line.endsWith("  "));
  }

  @Test
  void theRateIsThatSinceThePageBefore() {
    TopPage first = page(1000, 50, Optional.empty());

    assertThat(page(3000, 250, Optional.of(first)).lines().get(3))
        .containsPattern("17@one +gateway +3 +100 +4");
  }

  @Test
  void aNodeThatDoesNotAnswerIsNamed() {
    String url = "http://127.0.0.1:" + Ports.free();

    assertThat(run("--url", url, "--once")).isEqualTo(2);
    assertThat(err.toString()).startsWith("no answer from " + url);
  }

  @Test
  void anAddressThatIsNoneIsRefused() {
    for (String url : List.of("localhost:8081", "foo", "ftp://localhost:8081", "http:///x", "")) {
      err.getBuffer().setLength(0);

      assertThat(run("--url", url, "--once")).as(url).isEqualTo(1);
      assertThat(err.toString())
          .startsWith("--url is not an address like http://localhost:8081: " + url);
    }
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "top";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return new Main(Map.of(), config -> null, new CompletableFuture<>())
        .run(new PrintWriter(out, true), new PrintWriter(err, true), all);
  }
}
