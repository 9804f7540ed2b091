package dev.tickgate.chaos;

import dev.tickgate.demo.TestServer;
import dev.tickgate.testing.Ports;
import dev.tickgate.testing.Processes;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A whole installation: PostgreSQL, pollers, gateways and the network between them. */
final class Site implements AutoCloseable {
  static final List<Stream> STREAMS = List.of(Stream.BY_TIME, Stream.BY_SERIAL);
  private static final int POLLERS = 2;
  private static final int GATEWAYS = 3;

  private final TestServer database;
  private final Network network;
  private final List<Member> members = new ArrayList<>();
  private final List<SocketAddress> gateways = new ArrayList<>();

  // A test that is killed leaves no processes.
  private final Thread ifAborted = new Thread(this::end);

  private Site(TestServer database, Network network) {
    this.database = database;
    this.network = network;
  }

  /**
   * @param history publications in a gateway's memory
   */
  static Site open(Path directory, Vertx vertx, int history) throws IOException, SQLException {
    TestServer database = TestServer.start(directory.resolve("postgres"));
    int port =
        SocketAddress.inetSocketAddress(
                Integer.parseInt(database.url().replaceAll(".*:(\\d+)/.*", "$1")), "127.0.0.1")
            .port();
    Network network =
        Namespaces.possible()
            ? Namespaces.create(POLLERS + GATEWAYS, vertx, port)
            : new Loopback(port);
    Site site = new Site(database, network);
    Runtime.getRuntime().addShutdownHook(site.ifAborted);
    try {
      for (Stream stream : STREAMS) {
        site.execute(stream.createTable());
      }
      site.build(directory, history);
      return site;
    } catch (RuntimeException | SQLException | AssertionError e) {
      site.close();
      throw e;
    }
  }

  private void build(Path directory, int history) {
    List<Integer> clusterPorts =
        IntStream.range(0, POLLERS + GATEWAYS).mapToObj(i -> Ports.ofCluster()).toList();
    String list =
        IntStream.range(0, clusterPorts.size())
            .mapToObj(i -> network.host(i) + ":" + clusterPorts.get(i))
            .collect(Collectors.joining(","));
    for (int i = 0; i < POLLERS + GATEWAYS; i++) {
      boolean poller = i < POLLERS;
      int httpPort = poller ? 0 : Ports.free();
      Map<String, String> environment = new HashMap<>();
      environment.put("JDK_JAVA_OPTIONS", "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
      environment.put("TICKGATE_ROLES", poller ? "poller" : "gateway");
      environment.put("TICKGATE_HTTP_HOST", network.host(i));
      environment.put("TICKGATE_HTTP_PORT", Integer.toString(httpPort));
      environment.put("TICKGATE_OPS_PORT", "0");
      environment.put("TICKGATE_CLUSTER_ENABLED", "true");
      environment.put("TICKGATE_CLUSTER_HOST", network.host(i));
      environment.put("TICKGATE_CLUSTER_PORT", Integer.toString(clusterPorts.get(i)));
      environment.put("TICKGATE_CLUSTER_MEMBERS", list);
      environment.put("TICKGATE_HISTORY_SIZE", Integer.toString(history));
      environment.put("TICKGATE_DRAIN", "1s");
      environment.put("TICKGATE_FEEDS", STREAMS.stream().map(Stream::setting).toList().toString());
      environment.put(
          "TICKGATE_DATABASE_URL", "postgresql://postgres@" + network.database() + "/postgres");
      String name = (poller ? "poller-" : "gateway-") + (poller ? i : i - POLLERS);
      List<String> prefix = network.prefix(i);
      members.add(
          new Member(
              i,
              name,
              directory.resolve(name + ".log"),
              () -> Processes.tickgate(prefix, environment)));
      if (!poller) {
        gateways.add(SocketAddress.inetSocketAddress(httpPort, network.host(i)));
      }
    }
    members.forEach(Member::start);
    members.forEach(Member::awaitStarted);
  }

  List<SocketAddress> gatewayAddresses() {
    return gateways;
  }

  List<Member> gateways() {
    return members.subList(POLLERS, members.size());
  }

  List<Member> pollers() {
    return members.subList(0, POLLERS);
  }

  boolean canCut() {
    return !(network instanceof Loopback);
  }

  Network network() {
    return network;
  }

  /** These members and all others hear no more of each other, or do again. */
  void split(List<Member> part, boolean apart) {
    for (Member one : part) {
      for (Member other : members) {
        if (!part.contains(other)) {
          network.cut(one.index(), other.index(), apart);
        }
      }
    }
  }

  TestServer database() {
    return database;
  }

  String jdbcUrl() {
    return "jdbc:" + database.url().replace("postgres@", "") + "?user=postgres&connectTimeout=2";
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Who leads the first of the feeds. */
  Member leader() {
    String owner;
    try {
      owner =
          query(
                  "select owner from tickgate.feed where name = '" + STREAMS.get(0).feed() + "'",
                  r -> r.getString(1))
              .get(0);
    } catch (SQLException e) {
      owner = "";
    }
    String node = owner;
    return pollers().stream()
        .filter(poller -> poller.node().equals(node))
        .findFirst()
        .orElse(pollers().get(0));
  }

  /** What the database says of a stream, and the writer. */
  Truth truth(Stream stream, Writer writer) throws SQLException {
    List<String> journal =
        query(
            "select body from tickgate.journal where feed = '%s' order by \"offset\""
                .formatted(stream.feed()),
            row -> Stream.row(new JsonObject(row.getString(1))));
    long epoch =
        query(
                "select epoch from tickgate.feed where name = '%s'".formatted(stream.feed()),
                row -> row.getLong(1))
            .get(0);
    return new Truth(
        epoch,
        journal,
        committed(stream),
        Set.copyOf(writer.acknowledged()),
        Set.copyOf(writer.abandoned()));
  }

  Set<String> committed(Stream stream) throws SQLException {
    BigDecimal two = new BigDecimal(2);
    return new HashSet<>(
        query(
            "select time, bid, ask from %s where bid > 0".formatted(stream.table()),
            row ->
                Stream.text(
                    row.getTimestamp(1).toInstant(),
                    row.getBigDecimal(2),
                    row.getBigDecimal(2).add(row.getBigDecimal(3)).divide(two),
                    row.getBigDecimal(3))));
  }

  long head(Stream stream) throws SQLException {
    return query(
            "select head from tickgate.feed where name = '%s'".formatted(stream.feed()),
            row -> row.getLong(1))
        .get(0);
  }

  long rows(Stream stream) throws SQLException {
    return query(
            "select count(*) from %s where bid > 0".formatted(stream.table()),
            row -> row.getLong(1))
        .get(0);
  }

  /** A row of the database as something else. */
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> query(String sql, Reader<T> reader) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<T> read = new ArrayList<>();
      while (rows.next()) {
        read.add(reader.read(rows));
      }
      return read;
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(ifAborted);
    end();
  }

  private void end() {
    members.parallelStream().forEach(Member::close);
    network.close();
    try {
      database.crash();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
