package org.kalepool.cli.settings;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** As whom the pool is in its database, beside what {@code quarkus.datasource} says. */
@ConfigMapping(prefix = "kale.database")
public interface DatabaseAccessSettings {
  /** A file with the password of the role as which the pool farms. */
  Optional<Path> passwordFile();

  /** The role that has the tables and migrates. */
  Optional<String> ownerUsername();

  /** A file with its password. */
  Optional<Path> ownerPasswordFile();

  /** As whom the embedded PostgreSQL runs when the pool is root's. */
  Optional<String> systemUser();
}
