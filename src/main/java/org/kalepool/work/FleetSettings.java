package org.kalepool.work;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;
import org.kalepool.work.fleet.FleetSubjects;

/** What an operator may set about hashing on other machines. */
@ConfigMapping(prefix = "kale.fleet")
public interface FleetSettings {
  /** The broker, {@code nats://host:port} or {@code tls://host:port}; none where it is not set. */
  Optional<String> url();

  /** Where the hashers of this pooler are told from others' on the same broker. */
  @WithDefault(FleetSubjects.DEFAULT)
  String subject();

  /** One line {@code user:password}. */
  Optional<Path> userFile();

  /** One line, a user's NKey seed. */
  Optional<Path> nkeyFile();

  /** A creds file as {@code nsc} writes it. */
  Optional<Path> credsFile();

  /** Certificates that are trusted, PEM; TLS is demanded then. */
  Optional<Path> tlsCaFile();
}
