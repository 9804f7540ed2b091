package dev.tickgate.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One run, with its parts in sequence. Used by one thread.
 *
 * @param handshakes whether to measure the rate of handshakes
 * @param idle whether to measure the memory of an idle client
 */
record Drive(Load load, boolean handshakes, boolean idle) {
  private static final int ROUNDS = 4;
  private static final long SECONDS_TO_CLOSE = 60;

  Outcome run() throws Exception {
    List<Figure> figures = new ArrayList<>();
    figures.add(
        Figure.word("transport", "transport", load.dialect().name().toLowerCase(Locale.ROOT)));
    figures.add(Figure.count("connections", "connections", load.connections()));
    figures.add(Figure.count("topics", "topics", load.topics()));
    boolean right = true;
    try (Generator generator = new Generator(load)) {
      if (handshakes) {
        figures.addAll(handshakes(generator));
      }
      if (idle) {
        figures.addAll(idle(generator));
      }
      if (load.source().isPresent()) {
        Clients clients = generator.connect();
        Outcome outcome = new FanOut(load, generator, clients).run();
        figures.addAll(outcome.figures());
        right = outcome.right();
        Generator.await(clients.close(), SECONDS_TO_CLOSE);
      }
    }
    return new Outcome(figures, right);
  }

  private List<Figure> handshakes(Generator generator) throws Exception {
    double cold = 0;
    double warm = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = generator.now();
      Clients clients = generator.connect();
      warm = load.connections() * 1e9 / (generator.now() - start);
      cold = round == 0 ? warm : cold;
      Generator.await(clients.leave(), SECONDS_TO_CLOSE);
    }
    return List.of(
        Figure.number("handshakesCold", "handshakes/s, at first", cold, 0),
        Figure.number("handshakesWarm", "handshakes/s, warm", warm, 0));
  }

  private List<Figure> idle(Generator generator) throws Exception {
    ServerProcess server = new ServerProcess(load.server().getAsLong());
    server.collectGarbage();
    long before = server.residentKib();
    Clients clients = generator.connect();
    Thread.sleep(load.duration().toMillis());
    server.collectGarbage();
    long after = server.residentKib();
    Generator.await(clients.close(), SECONDS_TO_CLOSE);
    double each = (double) (after - before) / load.connections();
    return List.of(
        Figure.count("idleKib", "server memory, KiB", after),
        Figure.number("idleKibEach", "KiB per idle connection", each, 1));
  }
}
