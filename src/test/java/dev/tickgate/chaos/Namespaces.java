package dev.tickgate.chaos;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A network namespace of Linux per member, on a bridge of ours: packets between two members can be
 * dropped. Needs root, ip and iptables.
 */
final class Namespaces implements Network {
  private static final int BRIDGE = 1;
  private static final int FIRST = 10;
  private static final int SUBNETS = 250;
  // Less than a gateway's clients need: queues fill, and packets are dropped.
  private static final List<String> TRICKLE =
      List.of("root", "tbf", "rate", "400kbit", "burst", "16kb", "latency", "300ms");
  private static final String SMALL_BUFFERS = "net.ipv4.tcp_wmem=4096 16384 32768";

  // Several runs of one process have networks beside each other.
  private static final AtomicInteger MADE = new AtomicInteger();

  private final String name;
  private final String subnet;
  private final Deque<List<String>> undo = new ArrayDeque<>();
  private final NetServer relay;
  private final NetClient toDatabase;
  private final int databasePort;

  private Namespaces(long id, int members, Vertx vertx, int databasePort) {
    this.name = "tg" + Long.toString(id % 0x10000, 16) + (char) ('g' + MADE.getAndIncrement() % 20);
    this.subnet = freeSubnet(id);
    this.databasePort = databasePort;
    this.relay = vertx.createNetServer();
    this.toDatabase = vertx.createNetClient();
    try {
      build(members);
      relay.connectHandler(this::relay);
      relay.listen(0, subnet + BRIDGE).await(5, TimeUnit.SECONDS);
    } catch (Exception e) {
      close();
      throw new IllegalStateException(e);
    }
  }

  /** Another run beside this one, or what one that was killed left, may have the first. */
  private static String freeSubnet(long first) {
    Set<String> taken = addresses();
    return LongStream.range(first, first + SUBNETS)
        .mapToObj(id -> "10.199." + id % SUBNETS + ".")
        .filter(subnet -> !taken.contains(subnet + BRIDGE))
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> addresses() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .map(InetAddress::getHostAddress)
          .collect(Collectors.toSet());
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean possible() {
    return "root".equals(System.getProperty("user.name"))
        && quietly("ip", "netns", "list")
        && quietly("iptables", "-w", "-S", "INPUT")
        && canSlow();
  }

  private static boolean canSlow() {
    String name = "tgtry" + ProcessHandle.current().pid();
    if (!quietly("ip", "netns", "add", name)) {
      return false;
    }
    boolean can = quietly(trickle(name, "add", "lo"));
    return quietly("ip", "netns", "del", name) && can;
  }

  private static String[] trickle(String namespace, String change, String device) {
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    command.addAll(List.of("tc", "qdisc", change, "dev", device));
    command.addAll(TRICKLE);
    return command.toArray(String[]::new);
  }

  static synchronized Network create(int members, Vertx vertx, int databasePort) {
    return new Namespaces(ProcessHandle.current().pid(), members, vertx, databasePort);
  }

  private void build(int members) {
    run("ip", "link", "add", name, "type", "bridge");
    undo.push(List.of("ip", "link", "del", name));
    run("ip", "addr", "add", subnet + BRIDGE + "/24", "dev", name);
    run("ip", "link", "set", name, "up");
    for (int member = 0; member < members; member++) {
      String namespace = namespace(member);
      String outside = name + "v" + member;
      run("ip", "netns", "add", namespace);
      undo.push(List.of("ip", "netns", "del", namespace));
      run("ip", "link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", namespace);
      run("ip", "link", "set", outside, "master", name, "up");
      run("ip", "-n", namespace, "addr", "add", host(member) + "/24", "dev", "eth0");
      run("ip", "-n", namespace, "link", "set", "eth0", "up");
      run("ip", "-n", namespace, "link", "set", "lo", "up");
      // The kernel would hide a slow reader behind megabytes.
      run("ip", "netns", "exec", namespace, "sysctl", "-q", "-w", SMALL_BUFFERS);
    }
  }

  // The database listens on the loopback interface only.
  private void relay(NetSocket socket) {
    socket.pause();
    toDatabase
        .connect(databasePort, "127.0.0.1")
        .onFailure(refused -> socket.close())
        .onSuccess(
            database -> {
              database.closeHandler(closed -> socket.close());
              socket.closeHandler(closed -> database.close());
              socket.pipeTo(database);
              database.pipeTo(socket);
            });
  }

  private String namespace(int member) {
    return name + "n" + member;
  }

  @Override
  public String host(int member) {
    return subnet + (FIRST + member);
  }

  @Override
  public List<String> prefix(int member) {
    return List.of("ip", "netns", "exec", namespace(member));
  }

  @Override
  public String database() {
    return subnet + BRIDGE + ":" + relay.actualPort();
  }

  @Override
  public void cut(int one, int other, boolean apart) {
    drop(one, host(other), apart);
    drop(other, host(one), apart);
  }

  @Override
  public void cutFromDatabase(int member, boolean apart) {
    drop(member, subnet + BRIDGE, apart);
  }

  private void drop(int at, String from, boolean apart) {
    run(
        "ip",
        "netns",
        "exec",
        namespace(at),
        "iptables",
        "-w",
        apart ? "-A" : "-D",
        "INPUT",
        "-s",
        from,
        "-j",
        "DROP");
  }

  @Override
  public void slow(int member, boolean slow) {
    run(trickle(namespace(member), slow ? "add" : "del", "eth0"));
  }

  @Override
  public void close() {
    relay.close();
    toDatabase.close();
    while (!undo.isEmpty()) {
      quietly(undo.pop().toArray(String[]::new));
    }
  }

  private static void run(String... command) {
    try {
      Path output = Files.createTempFile("chaos", ".out");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      int code = process.waitFor();
      String said = Files.readString(output);
      Files.delete(output);
      if (code != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean quietly(String... command) {
    try {
      run(command);
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
