package dev.tickgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.TemporaryFiles;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever headers say of where somebody is from. */
class EdgeFuzzTest {
  private static final Origins NAMED =
      Origins.of(List.of("https://app.example.com", "https://*.example.net"));
  private static final Proxies PROXIES = Proxies.of(List.of("10.0.0.0/8", "2001:db8::/32"));

  @Property
  void onlyWhoIsNamedIsLetIn(@ForAll("origins") String text) {
    assertThat(Origin.parse(text).filter(NAMED::allows).stream())
        .allMatch(
            origin ->
                text.toLowerCase()
                    .matches("https://(app\\.example\\.com|.+\\.example\\.net)(:0*443)?"));
  }

  @Property
  void aNameOfOriginsMayBeAnything(@ForAll("origins") String text) {
    assertThat(Origins.of(List.of(text)).named()).hasSizeLessThan(2);
  }

  @Property
  void aNetworkHoldsItself(@ForAll("addresses") String text) {
    assertThat(Network.parse(text).stream())
        .allMatch(network -> network.contains(network.address()));
  }

  @Property
  void theClientIsAnAddressAndOneThatWasNamed(@ForAll("addresses") String forwardedFor) {
    assertThat(Network.literal(PROXIES.client("10.0.0.1", forwardedFor))).isPresent();
    assertThat(PROXIES.client("192.0.2.1", forwardedFor)).isEqualTo("192.0.2.1");
    assertThat(ClientAddress.of(PROXIES.client("10.0.0.1", forwardedFor))).isNotEmpty();
  }

  @Provide
  Arbitrary<String> origins() {
    return TemporaryFiles.of(
        "https://",
        "http://",
        "app.example.com",
        ".example.net",
        "example.net",
        "*.",
        "evil",
        ".",
        ":443",
        ":80",
        ":",
        "@",
        "/",
        "[::1]",
        "null",
        " ",
        "\\",
        "%00");
  }

  @Provide
  Arbitrary<String> addresses() {
    return TemporaryFiles.of(
        "10.0.0.1",
        "192.0.2.1",
        "1",
        "255",
        ".",
        ":",
        "::",
        "2001:db8",
        "/8",
        "/",
        "[",
        "]",
        ",",
        ", ",
        "unknown",
        "%eth0",
        ":80",
        "::ffff:10.0.0.1");
  }
}
