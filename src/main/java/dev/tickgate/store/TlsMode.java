package dev.tickgate.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far a connection is encrypted and its server verified; {@code sslmode} of libpq. */
public enum TlsMode {
  /** Plain. */
  DISABLE("not encrypted"),
  /** TLS where the server offers it; the server is not verified. */
  PREFER("encrypted if the server offers TLS, certificate not verified"),
  /** TLS; the server is not verified. */
  REQUIRE("encrypted, certificate not verified"),
  /** TLS with a certificate that a known authority signed. */
  VERIFY_CA("encrypted, certificate verified, host name not verified"),
  /** The same, with a certificate that was issued to the requested host. */
  VERIFY_FULL("encrypted, certificate and host name verified");

  private final String meaning;

  TlsMode(String meaning) {
    this.meaning = meaning;
  }

  static Optional<TlsMode> of(String sslmode) {
    return Arrays.stream(values()).filter(mode -> mode.text().equals(sslmode)).findFirst();
  }

  /** The value in a URL: {@code verify-full}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The description for operators. */
  public String meaning() {
    return meaning;
  }

  boolean isVerifying() {
    return this == VERIFY_CA || this == VERIFY_FULL;
  }
}
