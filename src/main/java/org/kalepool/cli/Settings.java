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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the operator has set, looked up before the service starts: system properties, then
 * environment variables, then {@code .env}, then {@code config/application.properties}, both in the
 * working directory; the service itself reads the same places in the same order.
 */
final class Settings {
  private static final Pattern PROFILE = Pattern.compile("^%[^.]+\\.");

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
    String variable = variable(name);
    return Optional.ofNullable(system.getProperty(name))
        .or(() -> Optional.ofNullable(environment.get(variable)))
        .or(() -> Optional.ofNullable(file.getProperty(name)));
  }

  /**
   * Every name below {@code kale.} that is set, as it is written, with the place where it stands.
   */
  SortedMap<String, String> places() {
    SortedMap<String, String> places = new TreeMap<>();
    for (String name : file.stringPropertyNames()) {
      if (PROFILE.matcher(name).replaceFirst("").startsWith("kale.")) {
        places.put(name, "config/application.properties");
      }
    }
    for (String name : environment.keySet()) {
      if (name.startsWith("KALE_") || name.matches("_[A-Z0-9]+_KALE_.+")) {
        places.put(name, "the environment");
      }
    }
    for (String name : system.stringPropertyNames()) {
      if (PROFILE.matcher(name).replaceFirst("").startsWith("kale.")) {
        places.put(name, "a system property");
      }
    }
    return places;
  }

  /** Where a setting stands, for whatever profile; empty if it is not set, or set to nothing. */
  Optional<String> place(String setting) {
    return system.stringPropertyNames().stream().anyMatch(name -> names(setting, name))
        ? Optional.of("a system property")
        : environment.entrySet().stream()
                .anyMatch(each -> names(setting, each.getKey()) && !each.getValue().isEmpty())
            ? Optional.of("the environment")
            : file.stringPropertyNames().stream().anyMatch(name -> names(setting, name))
                ? Optional.of("config/application.properties")
                : Optional.empty();
  }

  /** Whether a name, or the name of a variable, is this setting's, for whatever profile. */
  static boolean names(String setting, String name) {
    String variable = variable(setting);
    return PROFILE.matcher(name).replaceFirst("").equals(setting)
        || name.equals(variable)
        || name.startsWith("_") && name.endsWith("_" + variable);
  }

  /** A name without what tells a variable's from a property's, and without a profile. */
  static String plain(String name) {
    return variable(PROFILE.matcher(name).replaceFirst(""))
        .replaceFirst("^_[A-Z0-9]+_KALE_", "KALE_");
  }

  /** The environment variable that stands for a setting. */
  static String variable(String setting) {
    return setting.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
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
