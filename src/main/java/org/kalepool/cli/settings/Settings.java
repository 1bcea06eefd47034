package org.kalepool.cli.settings;

import io.quarkus.runtime.configuration.QuarkusConfigBuilderCustomizer;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.PropertiesConfigSourceLoader;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SysPropConfigSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.kalepool.cli.CommandException;
import org.kalepool.settings.SettingConverters;
import org.kalepool.settings.WrongSetting;

/**
 * What the operator has set, looked up before the service starts by the library that the service
 * has, too: system properties, then environment variables, then {@code .env}, then {@code
 * config/application.properties}, both in the working directory, each for the profile in force.
 */
public final class Settings {
  private static final Pattern PROFILE = Pattern.compile("^%[^.]+\\.");

  private static final String SYSTEM = "a system property";
  private static final String ENVIRONMENT = "the environment";
  private static final String FILE = "config/application.properties";

  private final List<Place> places;
  private final SmallRyeConfig config;

  /**
   * One place where settings stand.
   *
   * @param name as operators know it
   */
  private record Place(String name, ConfigSource source) {
    boolean isEnvironment() {
      return name.equals(ENVIRONMENT);
    }
  }

  private Settings(List<Place> places) {
    this.places = List.copyOf(places);
    this.config = builder().build();
  }

  /** What a test says. */
  public Settings(Properties system, Map<String, String> environment, Properties file) {
    this(
        List.of(
            new Place(SYSTEM, new PropertiesConfigSource(map(system), SYSTEM, 400)),
            new Place(ENVIRONMENT, new EnvConfigSource(environment, 300)),
            new Place(FILE, new PropertiesConfigSource(map(file), FILE, 260))));
  }

  /** Nothing set: everything is embedded. */
  public static Settings none() {
    return new Settings(List.of());
  }

  public static Settings ofThisProcess() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    List<Place> places = new ArrayList<>();
    places.add(new Place(SYSTEM, new SysPropConfigSource()));
    places.add(new Place(ENVIRONMENT, new EnvConfigSource(System.getenv(), 300)));
    for (ConfigSource source : new DotEnvConfigSourceProvider().getConfigSources(loader)) {
      places.add(new Place(ENVIRONMENT, source));
    }
    String file = Path.of("config", "application.properties").toUri().toString();
    for (ConfigSource source : PropertiesConfigSourceLoader.inFileSystem(file, 260, loader)) {
      places.add(new Place(FILE, source));
    }
    return new Settings(places);
  }

  private SmallRyeConfigBuilder builder() {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .withCustomizers(new QuarkusConfigBuilderCustomizer())
            .addDefaultInterceptors()
            .withValidateUnknown(false)
            .withConverter(Boolean.class, 1000, new SettingConverters.OfBoolean())
            .withConverter(Duration.class, 1000, new SettingConverters.OfDuration());
    places.forEach(place -> builder.withSources(place.source()));
    return builder;
  }

  private static Map<String, String> map(Properties properties) {
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(name -> name, properties::getProperty));
  }

  /**
   * The settings of a module, with its defaults.
   *
   * @throws CommandException if one cannot be read
   */
  public <T> T module(Class<T> mapping) {
    try {
      return builder().withMapping(mapping).build().getConfigMapping(mapping);
    } catch (ConfigValidationException e) {
      throw new CommandException(
          WrongSetting.of(e, this::told).orElseGet(() -> String.valueOf(e.getMessage())));
    }
  }

  /**
   * The value of a setting such as {@code kale.rpc.url}.
   *
   * @throws CommandException if it is set and empty: a variable that was not filled in must not
   *     pass for a wish to go without
   */
  public Optional<String> get(String name) {
    Optional<String> value = text(name);
    if (value.filter(String::isBlank).isPresent()) {
      throw new CommandException(
          name + " is set, but empty: give it a value, or take it away altogether");
    }
    return value;
  }

  /** The value for a message; empty for a setting that may hold a secret. */
  public Optional<String> told(String name) {
    return SecretSettings.mayHoldSecret(name) ? Optional.empty() : text(name);
  }

  /** The same as it stands, where empty means something, as in a password. */
  Optional<String> text(String name) {
    return Optional.ofNullable(config.getConfigValue(name).getValue());
  }

  /**
   * Every name below {@code kale.} that is set, as it is written, with the place where it stands.
   */
  SortedMap<String, String> places() {
    SortedMap<String, String> found = new TreeMap<>();
    for (Place place : places) {
      for (String name : place.source().getPropertyNames()) {
        if (place.isEnvironment()
            ? name.startsWith("KALE_") || name.matches("_[A-Z0-9]+_KALE_.+")
            : PROFILE.matcher(name).replaceFirst("").startsWith("kale.")) {
          found.putIfAbsent(name, place.name());
        }
      }
    }
    return found;
  }

  /** Where a setting stands, for whatever profile; empty if it is not set, or set to nothing. */
  public Optional<String> place(String setting) {
    return places.stream()
        .filter(
            place ->
                place.source().getPropertyNames().stream()
                    .anyMatch(name -> names(setting, name) && says(place, name)))
        .map(Place::name)
        .findFirst();
  }

  private static boolean says(Place place, String name) {
    String value = place.source().getValue(name);
    return value != null && !(place.isEnvironment() && value.isEmpty());
  }

  /** Whether a name, or the name of a variable, is this setting's, for whatever profile. */
  static boolean names(String setting, String name) {
    String variable = variable(setting);
    return PROFILE.matcher(name).replaceFirst("").equals(setting)
        || name.equals(variable)
        || (name.startsWith("_") && name.endsWith("_" + variable));
  }

  /** A name without what tells a variable's from a property's, and without a profile. */
  static String plain(String name) {
    return variable(PROFILE.matcher(name).replaceFirst(""))
        .replaceFirst("^_[A-Z0-9]+_KALE_", "KALE_");
  }

  /** The environment variable that stands for a setting. */
  public static String variable(String setting) {
    return setting.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  /**
   * A setting that says yes or no.
   *
   * @throws CommandException if it says something else
   */
  public Optional<Boolean> flag(String name) {
    return get(name)
        .map(
            value -> {
              try {
                return new SettingConverters.OfBoolean().convert(value);
              } catch (IllegalArgumentException e) {
                throw new CommandException(name + " " + e.getMessage() + ", not '" + value + "'");
              }
            });
  }

  public boolean has(String name) {
    return get(name).isPresent();
  }
}
