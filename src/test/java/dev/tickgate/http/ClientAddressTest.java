package dev.tickgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientAddressTest {
  @Test
  void aNetworkOfIpv6IsOneClient() {
    assertThat(ClientAddress.of("2001:db8:1:2::1"))
        .isEqualTo(ClientAddress.of("2001:db8:1:2:ffff::9"))
        .isNotEqualTo(ClientAddress.of("2001:db8:1:3::1"));
  }
}
