package org.kalepool.web;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.NetworkSettings;

/**
 * Whose key is whose among the operators, by hashes. Without any key nobody is an operator. A file
 * is read anew as soon as it has changed: who is taken out of it is shut out at once, and its
 * sessions with it.
 */
@Singleton
final class OperatorKeys implements TokenOwners {
  private static final Logger LOG = Logger.getLogger(OperatorKeys.class);

  private final @Nullable Path file;
  private final boolean plain;
  private volatile Known known;

  /**
   * What was read last.
   *
   * @param stamp what the file was then, empty if it was not there
   */
  private record Known(String stamp, List<OperatorKeyFile.Entry> keys) {}

  /**
   * @param network on a public one no key may stand anywhere as it is
   * @throws IllegalStateException naming the setting and what to do, if a key cannot be used
   */
  OperatorKeys(OperatorSettings settings, NetworkSettings network) {
    this.file = settings.keyFile().orElse(null);
    this.plain = !NetworkSettings.isPublic(network);
    try {
      String stamp = stamp();
      this.known = new Known(stamp, OperatorKeyFile.set(settings.keyFile(), settings.key(), plain));
    } catch (IllegalArgumentException e) {
      // Without the cause, whose words would be taken for the reason.
      throw new IllegalStateException(e.getMessage());
    }
  }

  /** A key that cannot be used ends the start, not the first request. */
  void check(@Observes StartupEvent start) {
    if (known.keys().isEmpty()) {
      LOG.info("nobody is an operator: ./pool operator-key NAME makes a key");
    }
  }

  boolean isSet() {
    return !keys().isEmpty();
  }

  /** All are compared, and each in full, so that the time tells nothing. */
  @Override
  public Optional<Owner> owner(byte[] tokenHash) {
    Optional<Owner> owner = Optional.empty();
    for (OperatorKeyFile.Entry key : keys()) {
      if (MessageDigest.isEqual(key.hash(), tokenHash)) {
        owner = Optional.of(Owner.operator(key.name(), key.role()));
      }
    }
    return owner;
  }

  private List<OperatorKeyFile.Entry> keys() {
    Known last = known;
    if (file == null || stamp().equals(last.stamp())) {
      return last.keys();
    }
    return reread(file);
  }

  /** A file that cannot be read lets nobody in until it can. */
  private synchronized List<OperatorKeyFile.Entry> reread(Path source) {
    String stamp = stamp();
    if (stamp.equals(known.stamp())) {
      return known.keys();
    }
    String where = OperatorKeyFile.FILE + " (" + source + ")";
    List<OperatorKeyFile.Entry> keys = List.of();
    try {
      keys = OperatorKeyFile.readEach(Files.readString(source), where, plain, LOG::error);
      LOG.infof("%s has changed: %d operators", where, keys.size());
    } catch (IOException e) {
      LOG.errorf("%s cannot be read, so nobody is an operator: %s", where, e.toString());
    }
    known = new Known(stamp, keys);
    return keys;
  }

  private String stamp() {
    if (file == null) {
      return "";
    }
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
    } catch (IOException e) {
      return "";
    }
  }
}
