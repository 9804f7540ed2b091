package dev.tickgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.config.Config.Loading;
import dev.tickgate.config.Config.Loading.Ready;
import dev.tickgate.config.Config.Loading.Refused;
import dev.tickgate.http.EdgeSettings;
import dev.tickgate.http.Origins;
import dev.tickgate.http.Proxies;
import dev.tickgate.testing.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of who may connect, and how. */
class EdgeConfigTest {
  @TempDir Path dir;

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

  @ParameterizedTest
  @CsvSource({
    "http, one.pem, one.key,",
    "http, one.key, one.key, http.tls.cert: DIR/one.key has no certificate in PEM",
    "http, DIR, one.key, http.tls.cert: DIR has no certificate in PEM",
    "http, cut.pem, one.key, http.tls.cert: DIR/cut.pem has no certificate in PEM",
    "http, one.pem, one.pem, http.tls.key: DIR/one.pem has no private key in PEM",
    "http, one.pem, two.key, http.tls.key: DIR/two.key has no private key in PEM",
    "cluster, one.pem, one.key,",
    "cluster, one.pem, two.key, cluster.tls.key: DIR/two.key has no private key in PEM",
    "cluster, two.key, two.key, cluster.tls.cert: DIR/two.key has no certificate in PEM",
    "cluster with a broken authority, one.pem, one.key, cluster.tls.ca: DIR/one.key has no certif",
  })
  void whatIsInTheFilesOfACertificateIsLookedAt(String of, String cert, String key, String told)
      throws IOException {
    Certificates authority = new Certificates("test authority");
    String good = Files.readString(authority.issue(dir, "one").cert());
    authority.issue(dir, "two");
    authority.authority(dir);
    Files.writeString(dir.resolve("cut.pem"), good.substring(0, good.length() / 3));
    String prefix = of.startsWith("http") ? "TICKGATE_HTTP_TLS_" : "TICKGATE_CLUSTER_TLS_";
    Map<String, String> variables = new HashMap<>();
    variables.put(prefix + "CERT", (cert.equals("DIR") ? dir : dir.resolve(cert)).toString());
    variables.put(prefix + "KEY", dir.resolve(key).toString());
    if (of.startsWith("cluster")) {
      variables.put(prefix + "CA", dir.resolve(of.equals("cluster") ? "ca.pem" : key).toString());
    }

    Loading loading = Config.load(Optional.empty(), variables, Optional.empty());

    if (told == null) {
      assertThat(loading).isInstanceOf(Ready.class);
    } else {
      assertThat(((Refused) loading).errors())
          .singleElement()
          .asString()
          .startsWith(told.replace("DIR", dir.toString()));
    }
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
