package dev.tickgate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.Config.Loading;
import dev.tickgate.Config.Loading.Ready;
import dev.tickgate.Config.Loading.Refused;
import dev.tickgate.gateway.EdgeSettings;
import dev.tickgate.gateway.Origins;
import dev.tickgate.gateway.Proxies;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of who may connect, and how. */
class EdgeConfigTest {
  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void noRoleOnTheCommandLineIsAnError(String roles) {
    assertThat(errors(Map.of(), Optional.of(roles)))
        .containsExactly("roles: a process needs at least one role, from --roles");
  }

  @Test
  void originsAndProxiesAreNames() {
    Map<String, String> variables =
        Map.of(
            "TICKGATE_HTTP_ORIGINS", "*, https://*.example.com:8443",
            "TICKGATE_HTTP_PROXIES", "10.0.0.0/8,::1");
    Loading loading = Config.load(Optional.empty(), variables, Optional.empty());

    EdgeSettings edge = ((Ready) loading).config().http().edge();
    assertThat(edge.origins()).isEqualTo(Origins.of(List.of("*", "https://*.example.com:8443")));
    assertThat(edge.proxies()).isEqualTo(Proxies.of(List.of("10.0.0.0/8", "::1")));
  }

  @ParameterizedTest
  @CsvSource({
    "TICKGATE_HTTP_ORIGINS, example.com",
    "TICKGATE_HTTP_ORIGINS, https://*",
    "TICKGATE_HTTP_ORIGINS, https://a.example/",
    "TICKGATE_HTTP_ORIGINS, https://a.*.example",
    "TICKGATE_HTTP_ORIGINS, null",
    "TICKGATE_HTTP_PROXIES, localhost",
    "TICKGATE_HTTP_PROXIES, 10.0.0.0/33",
    "TICKGATE_HTTP_PROXIES, 300.0.0.1",
    "TICKGATE_HTTP_PROXIES, ::g"
  })
  void whatIsNoneOfThatIsAnError(String variable, String value) {
    assertThat(errors(Map.of(variable, value), Optional.empty()))
        .singleElement()
        .asString()
        .contains("http.", value, variable);
  }

  @ParameterizedTest
  @CsvSource({
    "TICKGATE_HTTP_TLS_CERT, pom.xml, http.tls.key: is empty",
    "TICKGATE_HTTP_TLS_KEY, pom.xml, http.tls.cert: is empty",
    "TICKGATE_CLUSTER_TLS_CA, pom.xml, cluster.tls.cert: is empty"
  })
  void aCertificateNeedsAllItsFiles(String variable, String file, String error) {
    assertThat(errors(Map.of(variable, file), Optional.empty()))
        .anyMatch(line -> line.startsWith(error));
  }

  @Test
  void aFileThatIsNotThereIsAnError() {
    Map<String, String> variables =
        Map.of("TICKGATE_HTTP_TLS_CERT", "none.pem", "TICKGATE_HTTP_TLS_KEY", "pom.xml");
    assertThat(errors(variables, Optional.empty()))
        .containsExactly("http.tls.cert: none.pem cannot be read, from TICKGATE_HTTP_TLS_CERT");
  }

  @Test
  void operatorsAreServedOnThisMachineAloneUnlessToldOtherwise() {
    Loading loading = Config.load(Optional.empty(), Map.of(), Optional.empty());

    assertThat(((Ready) loading).config().ops().host()).isEqualTo("127.0.0.1");
  }

  private static List<String> errors(Map<String, String> environment, Optional<String> roles) {
    return ((Refused) Config.load(Optional.empty(), environment, roles)).errors();
  }
}
