package org.kalepool.work.fleet;

import io.nats.client.AuthHandler;
import io.nats.client.NKey;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the broker is, who asks it, and whom it trusts. Seeds are read from their files whenever
 * the broker is reached anew, so that a changed file needs no restart.
 *
 * @param url {@code nats://host:port} or {@code tls://host:port}, several with commas between them
 * @param userFile one line {@code user:password}
 * @param nkeyFile one line, a user's seed {@code SU…}
 * @param credsFile as {@code nsc} writes it: a token and a seed
 * @param tlsCaFile certificates that are trusted, PEM; TLS is demanded then
 */
public record BrokerAccess(
    String url,
    Optional<Path> userFile,
    Optional<Path> nkeyFile,
    Optional<Path> credsFile,
    Optional<Path> tlsCaFile) {
  private static final Pattern URL =
      Pattern.compile("(nats|tls)://(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+)(:\\d{1,5})?/?");

  /**
   * @throws IllegalArgumentException with the rule, and never with what may be a secret
   */
  public BrokerAccess {
    List<String> urls = Arrays.stream(url.split(",", -1)).map(String::strip).toList();
    if (urls.stream().anyMatch(each -> each.contains("@"))) {
      throw new IllegalArgumentException(
          "the broker's address must hold no user and password: write USER:PASSWORD into a file");
    }
    if (!urls.stream().allMatch(each -> URL.matcher(each).matches())) {
      throw new IllegalArgumentException(
          "the broker's address must be nats://HOST:PORT or tls://HOST:PORT");
    }
    url = String.join(",", urls);
    if (Stream.of(userFile, nkeyFile, credsFile).filter(Optional::isPresent).count() > 1) {
      throw new IllegalArgumentException(
          "the broker takes one of a user's file, an NKey's file and a creds file");
    }
  }

  /** Whether a plain connection is refused. */
  boolean secure() {
    return tlsCaFile.isPresent() || url.contains("tls://");
  }

  /**
   * Reads what has to be read before the broker is reached.
   *
   * @throws IllegalArgumentException if a file cannot be used, with its name
   */
  void addTo(Options.Builder options) {
    options.server(url);
    if (secure()) {
      options.sslContext(CheckedTls.trusting(tlsCaFile));
    }
    userFile.ifPresent(
        file -> {
          String line = read(file);
          int colon = line.indexOf(':');
          if (colon < 1) {
            throw new IllegalArgumentException(file + " must hold one line, USER:PASSWORD");
          }
          options.userInfo(
              line.substring(0, colon).toCharArray(), line.substring(colon + 1).toCharArray());
        });
    nkeyFile.ifPresent(file -> options.authHandler(new Seed(file)));
    credsFile.ifPresent(
        file -> {
          read(file);
          options.authHandler(Nats.credentials(file.toString()));
        });
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read", e);
    }
  }

  /** Signs with a key whose seed is in a file. */
  private record Seed(Path file) implements AuthHandler {
    Seed {
      key(file).clear();
    }

    private static NKey key(Path file) {
      char[] seed = read(file).toCharArray();
      try {
        return NKey.fromSeed(seed);
      } catch (IllegalArgumentException e) {
        // its own message may have the seed in it
        throw new IllegalArgumentException(file + " must hold one line, a user's NKey seed SU…");
      } finally {
        Arrays.fill(seed, ' ');
      }
    }

    @Override
    public byte[] sign(byte[] nonce) {
      NKey key = key(file);
      try {
        return key.sign(nonce);
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException(file + " does not sign", e);
      } finally {
        key.clear();
      }
    }

    @Override
    public char[] getID() {
      NKey key = key(file);
      try {
        return key.getPublicKey();
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException(file + " has no public key", e);
      } finally {
        key.clear();
      }
    }

    @Override
    @SuppressWarnings("NullAway") // the client's own way to say that there is no token
    public char[] getJWT() {
      return null;
    }
  }
}
