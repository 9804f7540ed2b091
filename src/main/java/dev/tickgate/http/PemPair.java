package dev.tickgate.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.X509KeyManager;

/** Checks the files of a server: certificates, and the key of the first of them. */
public final class PemPair {
  private static final List<String> KEY_TYPES = List.of("EC", "RSA", "Ed25519");

  private static final Pattern BEGIN = Pattern.compile("-----BEGIN CERTIFICATE-----");
  private static final Pattern CERTIFICATE =
      Pattern.compile(BEGIN.pattern() + "[^-]*-----END CERTIFICATE-----");

  private PemPair() {}

  /** Whether the file has certificates, and none of them is malformed. */
  public static boolean isCertificate(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      Matcher each = CERTIFICATE.matcher(text);
      int found = 0;
      while (each.find()) {
        byte[] pem = each.group().getBytes(StandardCharsets.ISO_8859_1);
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
        found++;
      }
      // A truncated certificate has a first line and no last line.
      return found > 0 && BEGIN.matcher(text).results().count() == found;
    } catch (IOException | CertificateException e) {
      return false;
    }
  }

  /** Whether the second file has the key of the first certificate. */
  public static boolean isPair(Path certificate, Path key) {
    try {
      check(new PemKeyCertOptions().addCertValue(read(certificate)).addKeyValue(read(key)));
      return true;
    } catch (Exception e) {
      return false;
    }
  }

  private static Buffer read(Path file) throws IOException {
    return Buffer.buffer(Files.readAllBytes(file));
  }

  /**
   * @throws Exception if one of the two is invalid, or the key is not that of the certificate
   */
  static void check(PemKeyCertOptions pem) throws Exception {
    // Without a Vert.x, which is needed only to find files; the options have the contents.
    X509KeyManager keys = (X509KeyManager) pem.getKeyManagerFactory(null).getKeyManagers()[0];
    if (KEY_TYPES.stream().noneMatch(type -> isPair(keys, type))) {
      throw new GeneralSecurityException("the key is not the certificate's");
    }
  }

  private static boolean isPair(X509KeyManager keys, String type) {
    String[] aliases = keys.getServerAliases(type, null);
    return aliases != null
        && aliases.length > 0
        && isPair(
            keys.getPrivateKey(aliases[0]), keys.getCertificateChain(aliases[0])[0].getPublicKey());
  }

  private static boolean isPair(PrivateKey secret, PublicKey open) {
    String algorithm =
        switch (secret.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "Ed25519";
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(secret);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
