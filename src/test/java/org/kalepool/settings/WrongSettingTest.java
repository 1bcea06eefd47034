package org.kalepool.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.validator.constraints.Range;
import org.hibernate.validator.constraints.time.DurationMin;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;

/** Whoever sets something wrong is told in one sentence what, and how it has to be. */
class WrongSettingTest {
  /** One of each kind. */
  @ConfigMapping(prefix = "kale.trial")
  public interface Trial {
    @WithDefault("1")
    @Min(1)
    int count();

    @WithDefault("5")
    @Range(min = 1, max = 10)
    int priority();

    Optional<@Min(1) Integer> threads();

    @WithDefault("7")
    long ledgers();

    @WithDefault("0")
    double price();

    @WithDefault("true")
    boolean flag();

    @WithDefault("3m")
    @DurationMin(seconds = 1)
    Duration longest();

    @WithDefault("2026-01-01T00:00:00Z")
    Instant start();

    @WithDefault("0.01")
    @NotNegative
    Xlm fee();

    Optional<Address> account();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "count|x|kale.trial.count must be a whole number, not 'x'",
        "count|0|kale.trial.count must be greater than or equal to 1, not '0'",
        "count|99999999999|kale.trial.count must be a whole number, not '99999999999'",
        "priority|11|kale.trial.priority must be between 1 and 10, not '11'",
        "threads|0|kale.trial.threads must be greater than or equal to 1, not '0'",
        "threads|many|kale.trial.threads must be a whole number, not 'many'",
        "ledgers|1.5|kale.trial.ledgers must be a whole number, not '1.5'",
        "price|cheap|kale.trial.price must be a number, not 'cheap'",
        "flag|ture|kale.trial.flag must be true or false, not 'ture'",
        "longest|3 weeks|kale.trial.longest must be a time such as 90s, 10m or 24h, not '3 weeks'",
        "longest|0s|kale.trial.longest must be longer than or equal to 1 second, not '0s'",
        "start|now|kale.trial.start must be a moment such as 2026-01-01T00:00:00Z, not 'now'",
        "fee|-1|kale.trial.fee must not be negative, not '-1'",
        "fee|0.00000001|kale.trial.fee must be an amount of XLM with at most 7 decimals, such as"
            + " 0.05, not '0.00000001'",
        "account|G|kale.trial.account must be an address: an address has 56 characters, not 1, not 'G'"
      })
  void saysKeyRuleAndValue(String key, String value, String sentence) {
    assertThat(said("kale.trial." + key, value)).hasValue(sentence);
  }

  @ParameterizedTest
  @CsvSource({"flag, No", "flag, 1", "longest, PT3M", "longest, 7d", "fee, 1e-7", "threads, 3"})
  void takesWhatCanBeMeant(String key, String value) {
    assertThat(said("kale.trial." + key, value)).isEmpty();
  }

  private static Optional<String> said(String key, String value) {
    Throwable failure = catchThrowable(() -> SettingsOf.mapping(Trial.class, key, value));
    return WrongSetting.of(
        failure == null ? null : new IllegalStateException("start", failure),
        name -> name.equals(key) ? Optional.of(value) : Optional.empty());
  }
}
