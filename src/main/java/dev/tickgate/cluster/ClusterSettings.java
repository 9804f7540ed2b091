package dev.tickgate.cluster;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a process finds the others, and how they reach it.
 *
 * @param host the address of this process in the cluster; {@code 0.0.0.0}: to be found
 * @param port of the membership; 0 to 65535
 * @param publicHost told to the others instead of {@code host}, behind address translation
 * @param busPort of the event bus; 0: any
 * @param busTls its certificates; empty: plain
 */
public record ClusterSettings(
    boolean enabled,
    String name,
    String host,
    int port,
    Optional<String> publicHost,
    int busPort,
    Optional<ClusterTls> busTls,
    Discovery discovery) {
  /**
   * Processes of one machine find each other within so many ports. At each of them a member waits
   * for a minute for a program that listens and does not answer.
   */
  public static final int NEIGHBOURS = 10;

  /** Where the possible members are. */
  public sealed interface Discovery {}

  /**
   * At these addresses.
   *
   * @param addresses {@code host} or {@code host:port}
   */
  public record Members(List<String> addresses) implements Discovery {
    private static final Pattern ADDRESS =
        Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?");

    public Members {
      addresses = List.copyOf(addresses);
    }

    /** Whether that is a host, or a host and a port from 1 to 65535. */
    public static boolean isAddress(String text) {
      Matcher parts = ADDRESS.matcher(text);
      if (!parts.matches()) {
        return false;
      }
      int port = parts.group(1) == null ? 1 : Integer.parseInt(parts.group(1));
      return port >= 1 && port <= 65_535;
    }
  }

  /** At every address of a name, at our own port. */
  public record Dns(String name) implements Discovery {}

  /**
   * The pods of a service.
   *
   * @param namespace empty: the pod's own
   */
  public record Kubernetes(String service, Optional<String> namespace) implements Discovery {}
}
