package org.kalepool.work.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate that is its own authority, made by the JDK's keytool, as PEM files.
 *
 * @param certificate to be trusted and shown
 * @param key its secret
 */
public record TestCertificate(Path certificate, Path key) {
  private static final String PASSWORD = "changeit";

  /**
   * Makes one.
   *
   * @param names such as {@code ip:127.0.0.1} or {@code dns:elsewhere}
   */
  public static TestCertificate make(Path folder, String names) throws Exception {
    Path store = folder.resolve("broker.p12");
    Files.deleteIfExists(store);
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=broker",
                "-ext",
                "san=" + names,
                "-validity",
                "2",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException(Files.readString(folder.resolve("keytool.log")));
    }
    return read(folder, store);
  }

  private static TestCertificate read(Path folder, Path store)
      throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    Path certificate = folder.resolve("broker.crt");
    Path key = folder.resolve("broker.key");
    Files.writeString(certificate, pem("CERTIFICATE", keys.getCertificate("broker").getEncoded()));
    Files.writeString(
        key, pem("PRIVATE KEY", keys.getKey("broker", PASSWORD.toCharArray()).getEncoded()));
    return new TestCertificate(certificate, key);
  }

  private static String pem(String what, byte[] bytes) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(what, Base64.getMimeEncoder().encodeToString(bytes), what);
  }
}
