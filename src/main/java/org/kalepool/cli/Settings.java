package org.kalepool.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What the operator has set, looked up before the service starts: system properties, then
 * environment variables, then {@code config/application.properties} in the working directory; the
 * service itself reads the same places in the same order.
 */
final class Settings {
  private final Properties system;
  private final Map<String, String> environment;
  private final Properties file;

  Settings(Properties system, Map<String, String> environment, Properties file) {
    this.system = system;
    this.environment = environment;
    this.file = file;
  }

  /** Nothing set: everything is embedded. */
  static Settings none() {
    return new Settings(new Properties(), Map.of(), new Properties());
  }

  static Settings ofThisProcess() {
    Properties file = new Properties();
    Path path = Path.of("config", "application.properties");
    if (Files.exists(path)) {
      try (Reader reader = Files.newBufferedReader(path)) {
        file.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
      }
    }
    return new Settings(System.getProperties(), System.getenv(), file);
  }

  /** The value of a setting such as {@code kale.rpc.url}; blank counts as not set. */
  Optional<String> get(String name) {
    String variable = name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    return Optional.ofNullable(system.getProperty(name))
        .or(() -> Optional.ofNullable(environment.get(variable)))
        .or(() -> Optional.ofNullable(file.getProperty(name)))
        .filter(value -> !value.isBlank());
  }

  boolean has(String name) {
    return get(name).isPresent();
  }
}
