package dev.tickgate.chaos;

import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A whole installation: PostgreSQL, pollers, gateways and the network between them. */
final class Site implements AutoCloseable {
  static final List<Stream> STREAMS = List.of(Stream.BY_TIME, Stream.BY_SERIAL);

  /** The channels that clients receive. */
  static final List<Channel> CHANNELS =
      java.util.stream.Stream.concat(STREAMS.stream(), Arrays.stream(EventTopic.values())).toList();

  static final int POLLERS = 2;
  static final int GATEWAYS = 3;

  private final Path directory;
  private final Database database;
  private final Network network;
  private final Installation installation;
  private final Map<Channel, Archive> archives = new LinkedHashMap<>();
  private final Map<EventTopic, EventLedger> ledgers = new EnumMap<>(EventTopic.class);

  // A test that is killed leaves no processes.
  private final Thread ifAborted = new Thread(this::end);

  private Site(Path directory, Database database, Network network, int history) {
    this.directory = directory;
    this.database = database;
    this.network = network;
    this.installation = new Installation(directory, network, history);
    STREAMS.forEach(stream -> archives.put(stream, new Archive(stream, new TableLedger(stream))));
    for (EventTopic topic : EventTopic.values()) {
      ledgers.put(topic, new EventLedger(topic));
      archives.put(topic, new Archive(topic, ledgers.get(topic)));
    }
  }

  /**
   * @param history publications in a gateway's memory
   */
  static Site open(Path directory, Vertx vertx, int history) throws IOException, SQLException {
    Database database = Database.start(directory.resolve("postgres"));
    Site site = new Site(directory, database, network(database, vertx), history);
    Runtime.getRuntime().addShutdownHook(site.ifAborted);
    try {
      for (Stream stream : STREAMS) {
        database.sql().execute(stream.createTable());
      }
      site.installation.start();
      return site;
    } catch (RuntimeException | SQLException | AssertionError e) {
      site.close();
      throw e;
    }
  }

  private static Network network(Database database, Vertx vertx) throws IOException {
    try {
      return Namespaces.possible()
          ? Namespaces.create(POLLERS + GATEWAYS, vertx, database.port())
          : new Loopback(database.port());
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  Path directory() {
    return directory;
  }

  List<SocketAddress> gatewayAddresses() {
    return installation.gatewayAddresses();
  }

  List<Member> gateways() {
    return members().subList(POLLERS, members().size());
  }

  List<Member> pollers() {
    return members().subList(0, POLLERS);
  }

  private List<Member> members() {
    return installation.members();
  }

  /** A poller of another cluster on the same database; it is not started yet. */
  Member foreigner(boolean sameFeeds) {
    return installation.foreigner(database.port(), sameFeeds);
  }

  boolean canCut() {
    return !(network instanceof Loopback);
  }

  /** The kinds of faults that can happen here. */
  boolean can(Fault.Kind kind) {
    return switch (kind.need) {
      case NOTHING -> true;
      case NAMESPACES -> canCut();
      case FAKE_CLOCK -> Clock.canBeSet();
      case SMALL_DISK -> database.disk().canBeFilled();
      case DUMP -> database.programs().canDump();
    };
  }

  Network network() {
    return network;
  }

  /** These members and all others hear no more of each other, or do again. */
  void split(List<Member> part, boolean apart) {
    for (Member one : part) {
      for (Member other : members()) {
        if (!part.contains(other)) {
          network.cut(one.index(), other.index(), apart);
        }
      }
    }
  }

  Database database() {
    return database;
  }

  Archive archive(Channel channel) {
    return archives.get(channel);
  }

  Map<EventTopic, EventLedger> ledgers() {
    return ledgers;
  }

  /** The leader of the first of the feeds. */
  Member leader() {
    String owner = "select owner from tickgate.feed where name = '" + STREAMS.get(0).feed() + "'";
    List<String> owners;
    try {
      owners = database.sql().query(owner, row -> row.getString(1));
    } catch (SQLException e) {
      owners = List.of();
    }
    String node = owners.isEmpty() ? "" : owners.get(0);
    return pollers().stream()
        .filter(poller -> poller.node().equals(node))
        .findFirst()
        .orElse(pollers().get(0));
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(ifAborted);
    end();
  }

  private void end() {
    installation.close();
    network.close();
    try {
      database.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
