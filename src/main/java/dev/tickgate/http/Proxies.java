package dev.tickgate.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The trusted proxies, whose headers name the client. */
public record Proxies(List<Network> trusted) {
  private static final String FORWARDED_FOR = "X-Forwarded-For";
  // Some proxies add the port of the client.
  private static final Pattern HOP = Pattern.compile("\\[([^]]+)](?::[0-9]+)?|([0-9.]+):[0-9]+");

  public Proxies {
    trusted = List.copyOf(trusted);
  }

  /**
   * @param networks such as {@code 10.0.0.0/8}
   */
  public static Proxies of(List<String> networks) {
    return new Proxies(networks.stream().map(Network::parse).flatMap(Optional::stream).toList());
  }

  /** Whether the text is a range of addresses. */
  public static boolean isNetwork(String text) {
    return Network.parse(text).isPresent();
  }

  /** Whether the address is that of a trusted proxy. */
  boolean trusts(String address) {
    return !trusted.isEmpty()
        && Network.literal(address)
            .filter(literal -> trusted.stream().anyMatch(network -> network.contains(literal)))
            .isPresent();
  }

  /** The client's address: the last address of the path that is not a trusted proxy's. */
  String client(HttpServerRequest request) {
    String remote = String.valueOf(request.remoteAddress().hostAddress());
    return client(remote, String.join(",", request.headers().getAll(FORWARDED_FOR)));
  }

  String client(String remote, String forwardedFor) {
    String client = remote;
    String[] hops = forwardedFor.split(",");
    for (int i = hops.length - 1; i >= 0 && trusts(client); i--) {
      Optional<InetAddress> hop = Network.literal(withoutPort(hops[i].strip()));
      if (hop.isEmpty()) {
        // The entries before one that is no address cannot be trusted.
        return client;
      }
      client = hop.get().getHostAddress();
    }
    return client;
  }

  private static String withoutPort(String hop) {
    Matcher parts = HOP.matcher(hop);
    return parts.matches() ? parts.group(parts.group(1) == null ? 2 : 1) : hop;
  }

  /** Returns the origin of the gateway's own pages, as the client addresses the gateway. */
  Optional<Origin> own(HttpServerRequest request) {
    boolean forwarded = trusts(String.valueOf(request.remoteAddress().hostAddress()));
    String scheme = forwarded ? request.getHeader("X-Forwarded-Proto") : null;
    String host = forwarded ? request.getHeader("X-Forwarded-Host") : null;
    return Origin.parse(
        (scheme == null ? request.scheme() : scheme)
            + "://"
            + (host == null ? host(request.authority()) : host));
  }

  private static String host(HostAndPort authority) {
    return authority == null ? "" : authority.toString();
  }
}
