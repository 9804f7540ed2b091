package dev.tickgate.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Publishes, and checks the publications that the clients receive. Used by one thread.
 *
 * <pre>
 * probes until all clients receive ──▶ warm-up ──▶ measured ──▶ drained: missing ones are lost
 * </pre>
 */
final class FanOut {
  private static final int PROBES_PER_SECOND = 10;
  private static final long SECONDS_TO_HEAR = 60;
  private static final Duration DRAIN = Duration.ofSeconds(20);
  private static final Duration SURPLUS = Duration.ofMillis(100);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final Load load;
  private final Generator generator;
  private final Clients clients;
  private final Publisher publisher;

  /** The counters at one moment. */
  private record Reading(long at, long deliveries, double cpuSeconds, double ownCpuSeconds) {}

  FanOut(Load load, Generator generator, Clients clients) throws InterruptedException {
    this.load = load;
    this.generator = generator;
    this.clients = clients;
    this.publisher = generator.publisher();
  }

  Outcome run() throws Exception {
    probe();
    publisher.follow(pace());
    Thread.sleep(load.warmup().toMillis());
    onEachLoop(Loop::restartLatency);
    Reading before = reading();
    Thread.sleep(load.duration().toMillis());
    Reading after = reading();
    Histogram latency = latency();
    double kib = load.server().isPresent() ? process().residentKib() : Double.NaN;
    publisher.follow(Pace.SILENT);
    List<Long> last = publisher.last();
    drain(last);
    Account account =
        onEachLoop(loop -> Account.of(clients.of(loop), last)).reduce(Account::sum).orElseThrow();
    return new Outcome(figures(before, after, latency, account, kib), account.isRight());
  }

  /** Not every protocol acknowledges a subscription, so a received publication proves it. */
  private void probe() throws Exception {
    double rate = (double) PROBES_PER_SECOND * load.topics();
    publisher.follow(Pace.steady(rate, generator.now()));
    CompletableFuture<?>[] heard =
        clients.all().stream().map(Client::heard).toArray(CompletableFuture[]::new);
    Generator.await(CompletableFuture.allOf(heard), SECONDS_TO_HEAR);
    publisher.follow(Pace.SILENT);
    drain(publisher.last());
  }

  private Pace pace() {
    if (load.rate() > 0) {
      return Pace.steady(load.rate(), generator.now());
    }
    // Each reader subscribes to one of the topics.
    double perPublication = Math.max(1, (double) load.readers() / load.topics());
    return Pace.window(load.window(), () -> (long) (sum(Loop::settled) / perPublication));
  }

  private Reading reading() throws IOException {
    double cpu = load.server().isPresent() ? process().cpuSeconds() : Double.NaN;
    return new Reading(generator.now(), sum(Loop::deliveries), cpu, ServerProcess.ownCpuSeconds());
  }

  private ServerProcess process() {
    return new ServerProcess(load.server().getAsLong());
  }

  private long sum(ToLongFunction<Loop> counter) {
    long sum = 0;
    for (Loop loop : generator.loops()) {
      sum += counter.applyAsLong(loop);
    }
    return sum;
  }

  private Histogram latency() {
    return onEachLoop(loop -> loop.latency().copy())
        .reduce(
            (all, more) -> {
              all.add(more);
              return all;
            })
        .orElseThrow();
  }

  private <T> Stream<T> onEachLoop(Function<Loop, T> question) {
    return generator.loops().stream()
        .map(loop -> CompletableFuture.supplyAsync(() -> question.apply(loop), loop.executor()))
        .map(CompletableFuture::join)
        .toList()
        .stream();
  }

  /** Waits until every reader has the last publication, then for surplus publications. */
  private void drain(List<Long> last) throws InterruptedException {
    long start = generator.now();
    while (generator.now() - start < DRAIN.toNanos() && !everybodyHas(last)) {
      Thread.sleep(LOOK.toMillis());
    }
    Thread.sleep(SURPLUS.toMillis());
  }

  private boolean everybodyHas(List<Long> last) {
    return onEachLoop(
            loop ->
                clients.of(loop).stream()
                    .filter(client -> !client.isSlow())
                    .allMatch(client -> client.ledger().reaches(last.get(client.topic()))))
        .allMatch(has -> has);
  }

  private List<Figure> figures(
      Reading before, Reading after, Histogram latency, Account account, double kib) {
    double seconds = (after.at - before.at) / 1e9;
    long deliveries = after.deliveries - before.deliveries;
    List<Figure> figures = new ArrayList<>();
    double offered = load.rate() > 0 ? load.rate() * load.readers() / load.topics() : Double.NaN;
    figures.add(Figure.number("offered", "offered deliveries/s", offered, 0));
    figures.add(Figure.count("deliveries", "deliveries", deliveries));
    figures.add(Figure.number("perSecond", "deliveries/s", deliveries / seconds, 0));
    figures.add(Figure.count("received", "received in the whole run", account.received()));
    figures.add(Figure.count("lost", "lost", account.lost()));
    figures.add(Figure.count("duplicated", "duplicated", account.duplicated()));
    figures.add(Figure.count("reordered", "reordered", account.reordered()));
    figures.add(Figure.count("skipped", "skipped, as the server said", account.skipped()));
    figures.add(percentile("p50", latency, 50));
    figures.add(percentile("p90", latency, 90));
    figures.add(percentile("p99", latency, 99));
    figures.add(percentile("p999", latency, 99.9));
    figures.add(percentile("max", latency, 100));
    double millions = deliveries / 1e6;
    double cpu = (after.cpuSeconds - before.cpuSeconds) / millions;
    double ownCpu = (after.ownCpuSeconds - before.ownCpuSeconds) / millions;
    figures.add(Figure.number("cpu", "server CPU s per million", cpu, 3));
    figures.add(Figure.number("ownCpu", "generator CPU s per million", ownCpu, 3));
    figures.add(Figure.number("residentKib", "server memory, KiB", kib, 0));
    return figures;
  }

  private static Figure percentile(String name, Histogram latency, double percent) {
    double millis = latency.getValueAtPercentile(percent) / 1000.0;
    return Figure.number(name, "latency " + name + ", ms", millis, 2);
  }
}
