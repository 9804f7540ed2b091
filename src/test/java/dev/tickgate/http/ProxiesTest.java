package dev.tickgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
  private static final Proxies PROXIES =
      Proxies.of(List.of("10.0.0.0/8", "192.0.2.7", "2001:db8::/33"));

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, true",
    "11.0.0.0, false",
    "192.0.2.7, true",
    "192.0.2.8, false",
    "2001:db8:7fff::1, true",
    "2001:db8:8000::1, false",
    "::ffff:10.0.0.1, true",
    "localhost, false",
    "10.1.2, false",
    "010.1.2.3, false",
    "10.1.2.3.4, false",
    "'', false"
  })
  void whoIsInARangeIsTrusted(String address, boolean trusted) {
    assertThat(PROXIES.trusts(address)).isEqualTo(trusted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // The header of an unknown proxy is ignored.
        "203.0.113.9|198.51.100.1|203.0.113.9",
        "10.0.0.1|''|10.0.0.1",
        "10.0.0.1|198.51.100.1|198.51.100.1",
        // The addresses before the last unknown one may be forged.
        "10.0.0.1|1.1.1.1, 198.51.100.1|198.51.100.1",
        "10.0.0.1|1.1.1.1, 198.51.100.1, 10.0.0.2, 192.0.2.7|198.51.100.1",
        "10.0.0.1|10.0.0.3, 10.0.0.2|10.0.0.3",
        "10.0.0.1|198.51.100.1:4711|198.51.100.1",
        "10.0.0.1|[2001:db8:ffff::5]:4711|2001:db8:ffff:0:0:0:0:5",
        "10.0.0.1|2001:db8:ffff::5|2001:db8:ffff:0:0:0:0:5",
        "10.0.0.1|unknown|10.0.0.1",
        "10.0.0.1|198.51.100.1, unknown|10.0.0.1",
        "10.0.0.1|198.51.100.1,|198.51.100.1",
        "10.0.0.1|198.51.100.1,,|198.51.100.1",
        "10.0.0.1|,|10.0.0.1",
        "10.0.0.1|example.com|10.0.0.1",
        "10.0.0.1|999.1.1.1|10.0.0.1"
      })
  void theLastAddressThatIsNoProxyOfOursIsTheClient(
      String remote, String forwardedFor, String client) {
    assertThat(PROXIES.client(remote, forwardedFor)).isEqualTo(client);
  }
}
