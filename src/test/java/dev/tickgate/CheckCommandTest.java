package dev.tickgate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tickgate.testing.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code tickgate check}: the effective settings, and the errors of a configuration. */
class CheckCommandTest extends MainCase {
  @Test
  void checkPrintsWhatWouldBeUsedAndWhereItCameFromButNoPassword() throws Exception {
    Path file = Files.writeString(dir.resolve("my.yaml"), "http: { port: 9000 }\n");
    environment.put("DATABASE_URL", "postgresql://me:s3cret@db:5432/quotes?sslmode=require");
    environment.put("HUB_JWT_SECRET", "s3cret s3cret s3cret s3cret s3cret");
    environment.put("REDIS_URL", "redis://me:s3cret@r:6379/1?password=s3cret&db=2");
    environment.put("TICKGATE_CLUSTER_DISCOVERY", "dns");
    environment.put("TICKGATE_CLUSTER_DNS_NAME", "gate");

    assertThat(run(MainCase::mustNotStart, "check", "--config", file.toString())).isZero();

    assertThat(out.toString())
        .contains("  port: 9000  # " + file)
        .contains("postgresql://me:***@db:5432/quotes?sslmode=require\"  # DATABASE_URL")
        .contains("    secret: \"***\"  # HUB_JWT_SECRET")
        .contains("redis://me:***@r:6379/1?password=***&db=2\"  # REDIS_URL")
        .contains("    name: gate  # TICKGATE_CLUSTER_DNS_NAME")
        .contains("heartbeat: 30s\n")
        .doesNotContain("s3cret");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void whatCheckPrintsIsAConfigurationThatMeansTheSame() throws Exception {
    environment.put("TICKGATE_FEEDS", "[{name: a, table: s.t, key: id, columns: {bid: b}}]");
    environment.put("TICKGATE_ROLES", "gateway");
    run(MainCase::mustNotStart, "check");
    Path printed = Files.writeString(dir.resolve("printed.yaml"), out.toString());
    JsonNode asTree = new YAMLMapper().readTree(out.toString());
    String first = out.toString();

    out.getBuffer().setLength(0);
    environment.clear();
    run(MainCase::mustNotStart, "check", "--config", printed.toString());

    assertThat(new YAMLMapper().readTree(out.toString())).isEqualTo(asTree);
    assertThat(first).contains("roles: [\"gateway\"]  # TICKGATE_ROLES");
  }

  @Test
  void checkTellsHowFarTheConnectionIsEncrypted() {
    environment.put("DATABASE_URL", "postgres://me:p%40s3cret@db/quotes");
    environment.put("TICKGATE_COORDINATION_URL", "host=db user=me password=s3cret dbname=q");
    environment.put("TICKGATE_AUTH_JWT_JWKS", "https://me:s3cret@idp/keys");
    environment.put("TICKGATE_AUTH_JWT_ALGORITHM", "RS256");

    assertThat(run(MainCase::mustNotStart, "check")).isZero();

    assertThat(out.toString())
        .contains(
            "\"postgresql://me:***@db:5432/quotes?sslmode=prefer\"  # DATABASE_URL; encrypted if the"
                + " server offers TLS, certificate not verified")
        .contains("\"postgresql://me:***@db:5432/q?sslmode=prefer\"  # TICKGATE_COORDINATION_URL")
        .contains("https://me:***@idp/keys")
        .doesNotContain("s3cret");
  }

  @Test
  void checkOfABadConfigurationPrintsOnlyItsErrors() {
    environment.put("TICKGATE_OPS_PORT", "-1");

    assertThat(run(MainCase::mustNotStart, "check")).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines()).hasSize(1);
  }

  @Test
  void aKeyOfAnotherCertificateIsSeenByCheckAndEndsTheStartWithOne() {
    Certificates authority = new Certificates("test authority");
    environment.put("TICKGATE_HTTP_TLS_CERT", authority.issue(dir, "one").cert().toString());
    environment.put("TICKGATE_HTTP_TLS_KEY", authority.issue(dir, "two").key().toString());

    assertThat(run(MainCase::mustNotStart, "check")).isEqualTo(1);
    assertThat(run(MainCase::mustNotStart)).isEqualTo(1);
    assertThat(err.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("http.tls.key: ") && line.contains("http.tls.cert"));
  }
}
