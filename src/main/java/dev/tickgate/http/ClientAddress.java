package dev.tickgate.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** The key under which the connections of a client's address are counted. */
final class ClientAddress {
  // A provider assigns a customer these bytes of an IPv6 address; the customer chooses the rest.
  private static final int NETWORK_BYTES = 8;

  private ClientAddress() {}

  static String of(String address) {
    return address.contains(":") ? network(address) : address;
  }

  private static String network(String address) {
    try {
      // The address is numeric: Java asks no name server.
      byte[] bytes = InetAddress.getByName(address).getAddress();
      return Arrays.toString(Arrays.copyOf(bytes, NETWORK_BYTES));
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
