package org.kalepool.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What the operator has set, looked up before the service starts: system properties, then
 * environment variables, then {@code .env}, then {@code config/application.properties}, both in the
 * working directory; the service itself reads the same places in the same order.
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
    Map<String, String> environment = new HashMap<>();
    Properties variables = read(Path.of(".env"));
    variables.stringPropertyNames().forEach(n -> environment.put(n, variables.getProperty(n)));
    environment.putAll(System.getenv());
    return new Settings(
        System.getProperties(), environment, read(Path.of("config", "application.properties")));
  }

  private static Properties read(Path path) {
    Properties file = new Properties();
    if (Files.exists(path)) {
      try (Reader reader = Files.newBufferedReader(path)) {
        file.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
      }
    }
    return file;
  }

  /**
   * The value of a setting such as {@code kale.rpc.url}.
   *
   * @throws CommandException if it is set and empty: a variable that was not filled in must not
   *     pass for a wish to go without
   */
  Optional<String> get(String name) {
    Optional<String> value = text(name);
    if (value.filter(String::isBlank).isPresent()) {
      throw new CommandException(
          name + " is set, but empty: give it a value, or take it away altogether");
    }
    return value;
  }

  /** The same as it stands, where empty means something, as in a password. */
  Optional<String> text(String name) {
    String variable = name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    return Optional.ofNullable(system.getProperty(name))
        .or(() -> Optional.ofNullable(environment.get(variable)))
        .or(() -> Optional.ofNullable(file.getProperty(name)));
  }

  /**
   * A setting that says yes or no.
   *
   * @throws CommandException if it says something else
   */
  Optional<Boolean> flag(String name) {
    return get(name)
        .map(
            value ->
                switch (value.strip().toLowerCase(Locale.ROOT)) {
                  case "true" -> true;
                  case "false" -> false;
                  default ->
                      throw new CommandException(name + " is true or false, not '" + value + "'");
                });
  }

  boolean has(String name) {
    return get(name).isPresent();
  }
}
