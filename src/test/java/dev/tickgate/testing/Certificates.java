package dev.tickgate.testing;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

/** An authority, and a certificate for this machine that it has vouched for; made when asked. */
public final class Certificates {
  private final X509Bundle authority;

  public Certificates(String name) {
    try {
      authority =
          new CertificateBuilder()
              .subject("CN=" + name)
              .ecp256()
              .setIsCertificateAuthority(true)
              .buildSelfSigned();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** PEM files of one certificate. */
  public record Pair(Path cert, Path key) {}

  /** Makes a certificate of this machine, or another in its place. */
  public Pair issue(Path dir, String name) {
    return issue(
        dir, name, builder -> builder.addSanDnsName("localhost").addSanIpAddress("127.0.0.1"));
  }

  /** The same for one host name only. */
  public Pair issueFor(Path dir, String name, String host) {
    return issue(dir, name, builder -> builder.addSanDnsName(host));
  }

  private Pair issue(Path dir, String name, UnaryOperator<CertificateBuilder> hosts) {
    try {
      X509Bundle bundle =
          hosts
              .apply(new CertificateBuilder().subject("CN=" + name).ecp256())
              .buildIssuedBy(authority);
      return new Pair(
          Files.writeString(dir.resolve(name + ".pem"), bundle.getCertificatePathPEM()),
          Files.writeString(dir.resolve(name + ".key"), bundle.getPrivateKeyPEM()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The authority's own certificate. */
  public Path authority(Path dir) {
    try {
      return Files.writeString(dir.resolve("ca.pem"), authority.getCertificatePEM());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Accepts what the authority has signed. */
  public X509TrustManager trustManager() {
    return Stream.of(authority.toTrustManagerFactory().getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /** For clients that trust the authority. */
  public SSLContext trusting() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, authority.toTrustManagerFactory().getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
