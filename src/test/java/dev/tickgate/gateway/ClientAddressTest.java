package dev.tickgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
  @Test
  void portsOfOneAddressAreOneClient() {
    assertThat(of("192.0.2.7", 1)).isEqualTo(of("192.0.2.7", 2)).isNotEqualTo(of("192.0.2.8", 1));
  }

  @Test
  void aNetworkOfIpv6IsOneClient() {
    assertThat(of("2001:db8:1:2::1", 1))
        .isEqualTo(of("2001:db8:1:2:ffff::9", 1))
        .isNotEqualTo(of("2001:db8:1:3::1", 1));
  }

  private static String of(String address, int port) {
    return ClientAddress.of(SocketAddress.inetSocketAddress(port, address));
  }
}
