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

/** Whether files are what a server can show: certificates, and the key of the first of them. */
public final class PemPair {
  private static final List<String> KEY_TYPES = List.of("EC", "RSA", "Ed25519");

  private static final Pattern BEGIN = Pattern.compile("-----BEGIN CERTIFICATE-----");
  private static final Pattern CERTIFICATE =
      Pattern.compile(BEGIN.pattern() + "[^-]*-----END CERTIFICATE-----");

  private PemPair() {}

  /** Whether there are certificates in the file, and nothing broken. */
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
      // One that is cut begins and does not end.
      return found > 0 && BEGIN.matcher(text).results().count() == found;
    } catch (IOException | CertificateException e) {
      return false;
    }
  }

  /** Whether the other file has the key of the first certificate. */
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
   * @throws Exception where one of the two is no good, or they are not of each other
   */
  static void check(PemKeyCertOptions pem) throws Exception {
    // Of no Vert.x: that would only find the files, and this is what is in them.
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
