package dev.tickgate.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** The key under which the connections of a client's address are counted. */
final class ClientAddress {
  // One customer has that much of an IPv6 address, and the rest to choose from.
  private static final int NETWORK_BYTES = 8;

  private ClientAddress() {}

  static String of(String address) {
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
