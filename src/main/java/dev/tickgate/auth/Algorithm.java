package dev.tickgate.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The algorithm of signed tokens. The configuration defines it; the header of a token is only
 * compared with it.
 */
public enum Algorithm {
  HS256(JWSAlgorithm.HS256, ""),
  RS256(JWSAlgorithm.RS256, "RSA"),
  ES256(JWSAlgorithm.ES256, "EC");

  /** The fewest bytes of a secret; a shorter secret can be guessed from one token. */
  public static final int MIN_SECRET = 32;

  private static final int MIN_RSA_BITS = 2048;
  private static final Pattern PEM =
      Pattern.compile(
          "\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

  private final JWSAlgorithm jws;
  private final String keys;

  Algorithm(JWSAlgorithm jws, String keys) {
    this.jws = jws;
    this.keys = keys;
  }

  JWSAlgorithm jws() {
    return jws;
  }

  public boolean hasPublicKeys() {
    return !keys.isEmpty();
  }

  /** Returns the key source of {@link #HS256}. */
  public static KeySource secret(String secret) {
    try {
      return new KeySource.Fixed(new MACVerifier(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (JOSEException e) {
      throw new IllegalArgumentException("the secret is too short", e);
    }
  }

  /**
   * Returns the key source of one of the other algorithms.
   *
   * @throws IllegalArgumentException if the text is not a public key of this algorithm
   */
  public KeySource publicKey(String pem) {
    Matcher found = PEM.matcher(pem);
    if (!found.matches()) {
      throw new IllegalArgumentException("not a public key in PEM (BEGIN PUBLIC KEY)");
    }
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(found.group(1));
      PublicKey key = KeyFactory.getInstance(keys).generatePublic(new X509EncodedKeySpec(encoded));
      return new KeySource.Fixed(verifier(key));
    } catch (GeneralSecurityException | JOSEException e) {
      throw new IllegalArgumentException("not a key that verifies " + this, e);
    }
  }

  /**
   * @throws JOSEException if the key is not for this algorithm, or is weak
   */
  JWSVerifier verifier(PublicKey key) throws JOSEException {
    if (this == RS256 && key instanceof RSAPublicKey rsa) {
      if (rsa.getModulus().bitLength() >= MIN_RSA_BITS) {
        return new RSASSAVerifier(rsa);
      }
    } else if (this == ES256 && key instanceof ECPublicKey ec) {
      ECDSAVerifier verifier = new ECDSAVerifier(ec);
      if (verifier.supportedJWSAlgorithms().contains(jws)) {
        return verifier;
      }
    }
    throw new JOSEException("not a key that verifies " + this);
  }
}
