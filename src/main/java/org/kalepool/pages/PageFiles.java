package org.kalepool.pages;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.kalepool.kale.Sha256;

/** The files that pages have browsers load. They may be kept: what changes has another address. */
@Singleton
final class PageFiles {
  private static final String FOLDER = "/META-INF/resources/assets/";
  private static final List<String> FILES =
      List.of(
          "pages.css",
          "uPlot.min.css",
          "htmx.min.js",
          "sse.js",
          "uPlot.iife.min.js",
          "pages.js",
          "wallets.js",
          "wallet.js");

  private final String version;

  PageFiles() {
    StringBuilder hashes = new StringBuilder();
    FILES.forEach(file -> hashes.append(HexFormat.of().formatHex(Sha256.of(read(file)))));
    byte[] all = Sha256.of(hashes.toString());
    this.version = HexFormat.of().formatHex(Arrays.copyOf(all, 4));
  }

  /** Of all of them together. */
  String version() {
    return version;
  }

  private static byte[] read(String file) {
    try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + FOLDER + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FOLDER + file, e);
    }
  }
}
