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

/** A certificate authority that issues certificates for this machine on request. */
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

  /** The PEM files of one certificate. */
  public record Pair(Path cert, Path key) {}

  /** Issues a certificate of this machine; replaces one of the same name. */
  public Pair issue(Path dir, String name) {
    return issue(
        dir, name, builder -> builder.addSanDnsName("localhost").addSanIpAddress("127.0.0.1"));
  }

  /** Issues a certificate for one host name only. */
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

  /** Writes and returns the certificate of the authority. */
  public Path authority(Path dir) {
    try {
      return Files.writeString(dir.resolve("ca.pem"), authority.getCertificatePEM());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a trust manager that accepts the certificates of the authority. */
  public X509TrustManager trustManager() {
    return Stream.of(authority.toTrustManagerFactory().getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /** Returns a context for clients that trust the authority. */
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
