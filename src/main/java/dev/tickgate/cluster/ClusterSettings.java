package dev.tickgate.cluster;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a process discovers the other members, and how they connect to it.
 *
 * @param host the address of this process in the cluster; {@code 0.0.0.0}: to be detected
 * @param port the port of the membership; 0 to 65535
 * @param publicHost the address that other members use instead of {@code host}, behind address
 *     translation
 * @param busPort the port of the event bus; 0: any
 * @param busTls the certificates of the event bus; empty: no TLS
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
   * The number of ports within which processes of one machine discover each other. At each port a
   * member waits for a minute for a program that listens and does not answer.
   */
  public static final int NEIGHBOURS = 10;

  /** Where a process looks for members. */
  public sealed interface Discovery {}

  /**
   * Looks at these addresses.
   *
   * @param addresses {@code host} or {@code host:port}
   */
  public record Members(List<String> addresses) implements Discovery {
    private static final Pattern ADDRESS =
        Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?");

    public Members {
      addresses = List.copyOf(addresses);
    }

    /** Whether a text is a host, or a host and a port from 1 to 65535. */
    public static boolean isAddress(String text) {
      Matcher parts = ADDRESS.matcher(text);
      if (!parts.matches()) {
        return false;
      }
      int port = parts.group(1) == null ? 1 : Integer.parseInt(parts.group(1));
      return port >= 1 && port <= 65_535;
    }
  }

  /** Looks at every address of a DNS name, at this process's own port. */
  public record Dns(String name) implements Discovery {}

  /**
   * Looks at the pods of a service.
   *
   * @param namespace empty: the pod's own
   */
  public record Kubernetes(String service, Optional<String> namespace) implements Discovery {}
}
