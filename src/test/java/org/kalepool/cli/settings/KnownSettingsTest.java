package org.kalepool.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What operators read of the settings is what the modules' interfaces say. */
class KnownSettingsTest {
  private static final Pattern ROW = Pattern.compile("\\| ((?:`[^`|]+`(?:, )?)+) \\|([^|]*)\\|.*");
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");

  @Test
  void theSettingsOfEveryModuleAreKnown() {
    List<String> found =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.kalepool")
                .stream()
                .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                .map(JavaClass::getName)
                .toList();
    assertThat(KnownSettings.MODULES)
        .extracting(Class::getName)
        .containsExactlyInAnyOrderElementsOf(found);
    assertThat(KnownSettings.defaults()).hasSizeGreaterThan(100);
    assertThat(KnownSettings.defaults().keySet()).containsAll(KnownSettings.OF_TESTS);
  }

  @Test
  void operationsTellsEverySettingWithItsDefault() throws IOException {
    Map<String, String> told = told();
    assertThat(told.keySet())
        .containsExactlyInAnyOrderElementsOf(KnownSettings.defaults().keySet());
    KnownSettings.defaults()
        .forEach(
            (name, value) -> {
              if (value != null) {
                assertThat(told).as(name).containsEntry(name, value);
              }
            });
  }

  /** Keys of the tables with what stands beside them as the default. */
  private static Map<String, String> told() throws IOException {
    Map<String, String> told = new HashMap<>();
    String text = Files.readString(Path.of("docs/operations.md"));
    for (String line : text.substring(text.indexOf("\n## Settings")).lines().toList()) {
      Matcher row = ROW.matcher(line);
      if (!row.matches()) {
        continue;
      }
      List<String> names =
          NAME.matcher(row.group(1)).results().map(name -> setting(name.group(1))).toList();
      String[] defaults = row.group(2).strip().split(", ", -1);
      for (int i = 0; i < names.size(); i++) {
        if (names.get(i).startsWith("kale.")) {
          told.put(names.get(i), i < defaults.length ? defaults[i] : "");
        }
      }
    }
    return told;
  }

  /** Secrets are told as variables. */
  private static String setting(String name) {
    return name.startsWith("KALE_")
        ? KnownSettings.defaults().keySet().stream()
            .filter(known -> Settings.variable(known).equals(name))
            .findFirst()
            .orElse(name)
        : name;
  }
}
