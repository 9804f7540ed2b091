package dev.tickgate.cluster;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.Optional;

/** Determines the one address of this machine to which the cluster binds. */
final class OwnAddress {
  private OwnAddress() {}

  /**
   * @return a literal address: that of the host name, or a detected one for the wildcard address
   * @throws UnknownHostException where the name has no address
   */
  static String of(String host) throws UnknownHostException {
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      UnknownHostException clear =
          new UnknownHostException("cluster.host: \"%s\" has no address".formatted(host));
      clear.initCause(e);
      throw clear;
    }
    // Never the wildcard address: the other members need one address, and only that one should be
    // open.
    return (address.isAnyLocalAddress() ? found() : address).getHostAddress();
  }

  /** The address of the host name, as in a container; else that of an interface. */
  private static InetAddress found() throws UnknownHostException {
    InetAddress named = InetAddress.getLocalHost();
    return named.isLoopbackAddress() ? ofAnInterface().orElse(named) : named;
  }

  private static Optional<InetAddress> ofAnInterface() {
    try {
      return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
          .flatMap(net -> Collections.list(net.getInetAddresses()).stream())
          .filter(InetAddress::isSiteLocalAddress)
          .findFirst();
    } catch (SocketException e) {
      return Optional.empty();
    }
  }
}
