package dev.tickgate.cluster;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses at which a process looks for other members.
 *
 * @param addresses all {@code host:port}
 * @param sharesMachine whether other processes of this machine are among them, which may use this
 *     process's port
 */
record MemberList(List<String> addresses, boolean sharesMachine) {
  private static final Pattern HOST_PORT = Pattern.compile("(\\[.*]|[^:]*)(?::(\\d+))?");

  /**
   * Adds to each address of this machine the ports after it. With ["127.0.0.1:5701"] alone, a
   * restarted process on 5701 could not find those on 5702 and 5703, and would form a cluster of
   * its own.
   */
  static MemberList of(List<String> members, String ownHost, int defaultPort) {
    Set<String> addresses = new LinkedHashSet<>();
    boolean sharesMachine = false;
    for (String member : members) {
      Matcher parts = HOST_PORT.matcher(member);
      if (!parts.matches()) {
        throw new IllegalArgumentException("not an address: " + member);
      }
      String host = parts.group(1);
      int port = parts.group(2) == null ? defaultPort : Integer.parseInt(parts.group(2));
      boolean own = host.equals(ownHost) || isLoopback(host);
      sharesMachine |= own;
      for (int i = 0; i < (own ? ClusterSettings.NEIGHBOURS : 1) && port + i <= 65535; i++) {
        addresses.add(host + ":" + (port + i));
      }
    }
    return new MemberList(new ArrayList<>(addresses), sharesMachine);
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }
}
