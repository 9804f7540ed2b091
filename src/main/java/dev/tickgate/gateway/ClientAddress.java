package dev.tickgate.gateway;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Whom a connection is counted for. Behind a proxy that is the proxy: what it says of its clients
 * is not read.
 */
final class ClientAddress {
  // One customer has that much of an IPv6 address, and the rest to choose from.
  private static final int NETWORK_BYTES = 8;

  private ClientAddress() {}

  static String of(SocketAddress remote) {
    String address = String.valueOf(remote.hostAddress());
    return address.contains(":") ? network(address) : address;
  }

  private static String network(String address) {
    try {
      // Of digits, not of a name: nobody is asked.
      byte[] bytes = InetAddress.getByName(address).getAddress();
      return Arrays.toString(Arrays.copyOf(bytes, NETWORK_BYTES));
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
