package org.kalepool.settings;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;

/** A module's settings for a test: the defaults, and what the test says otherwise. */
public final class SettingsOf {
  private SettingsOf() {}

  /**
   * The settings of a mapping, checked as at the start.
   *
   * @param set key and value by turns, such as {@code "kale.work.max-sends", "3"}
   */
  public static <T> T mapping(Class<T> mapping, String... set) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .withMapping(mapping)
            .withValidateUnknown(true)
            .withValidator(new BeanValidationConfigValidatorImpl());
    for (int i = 0; i < set.length; i += 2) {
      builder.withDefaultValue(set[i], set[i + 1]);
    }
    return builder.build().getConfigMapping(mapping);
  }
}
