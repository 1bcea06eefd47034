package org.kalepool;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The walls between the modules. One package below {@code org.kalepool} is one module. */
class ModulesTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.kalepool");

  private static final Pattern SETTING =
      Pattern.compile(
          "(?:@ConfigProperty\\(\\s*name|static final String [A-Z_]+)\\s*=\\s*\"(kale\\.[a-z.-]+)\"");

  private static final List<String> STAGES = List.of("plant", "work", "harvest", "exit");

  @Test
  void modulesHaveNoCycles() {
    assertThat(PRODUCT.size()).isGreaterThan(50);
    slices().matching("org.kalepool.(*)..").should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void stagesKnowEachOtherOnlyByEvents() {
    for (String stage : STAGES) {
      for (String other : STAGES) {
        if (!stage.equals(other)) {
          noClasses()
              .that()
              .resideInAPackage("org.kalepool." + stage + "..")
              .should()
              .dependOnClassesThat(in("org.kalepool." + other + "..").and(notEvents()))
              .check(PRODUCT);
        }
      }
    }
  }

  @Test
  void onlyStellarAndSandboxKnowTheSdk() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.kalepool.stellar..", "org.kalepool.sandbox..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.stellar..", "network.lightsail..")
        .check(PRODUCT);
  }

  @Test
  void theGameKnowsNoInputOutputAndNoFramework() {
    noClasses()
        .that()
        .resideInAPackage("org.kalepool.kale..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..",
            "javax.sql..",
            "java.net..",
            "java.io..",
            "java.nio.file..",
            "jakarta..",
            "io.quarkus..",
            "org.hibernate..",
            "org.eclipse.microprofile..")
        .check(PRODUCT);
  }

  @Test
  void onlyTheCommandLineKnowsTheSandbox() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.kalepool.sandbox..", "org.kalepool.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.kalepool.sandbox..")
        .check(PRODUCT);
  }

  @Test
  void theInsidesOfTheWorkEngineStayThere() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.kalepool.work..", "org.kalepool.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.kalepool.work.miner..", "org.kalepool.work.plan..")
        .check(PRODUCT);
  }

  @Test
  void timeComesFromTheInjectedClock() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.kalepool.schedule..")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .check(PRODUCT);
  }

  /** Who may read a file of secrets is decided in one place, before anything reads one. */
  @Test
  void onlyTheCommandLineLooksAtModesOfFiles() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.kalepool.cli..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.nio.file.attribute.PosixFilePermission")
        .check(PRODUCT);
  }

  @Test
  void everyClassBelongsToADescribedModule() {
    classes()
        .should()
        .resideInAnyPackage(
            "org.kalepool",
            "org.kalepool.kale..",
            "org.kalepool.db..",
            "org.kalepool.leader..",
            "org.kalepool.schedule..",
            "org.kalepool.stellar..",
            "org.kalepool.sandbox..",
            "org.kalepool.wallet..",
            "org.kalepool.farmer..",
            "org.kalepool.pooler..",
            "org.kalepool.block..",
            "org.kalepool.plant..",
            "org.kalepool.work..",
            "org.kalepool.harvest..",
            "org.kalepool.exit..",
            "org.kalepool.books..",
            "org.kalepool.ops..",
            "org.kalepool.web..",
            "org.kalepool.cli..")
        .check(PRODUCT);
  }

  @Test
  void aBrokenWallIsNoticed() {
    assertThatThrownBy(
            () ->
                noClasses()
                    .that()
                    .resideInAPackage("org.kalepool.stellar..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.kalepool.kale..")
                    .check(PRODUCT))
        .isInstanceOf(AssertionError.class);
  }

  private static DescribedPredicate<JavaClass> in(String packages) {
    return resideInAnyPackage(packages);
  }

  /** An event is a public record directly in its module's package. */
  /** One that is read and not in the list would be refused at the start as a mistake. */
  @Test
  void everySettingIsKnownAndDocumented() throws IOException {
    Path sources = Path.of("src/main/java/org/kalepool");
    String known = Files.readString(sources.resolve("cli/KnownSettings.java"));
    String documented = Files.readString(Path.of("docs/operations.md"));
    SortedSet<String> read = new TreeSet<>();
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        Matcher setting = SETTING.matcher(Files.readString(file));
        while (setting.find()) {
          read.add(setting.group(1));
        }
      }
    }
    assertThat(read).hasSizeGreaterThan(60);
    assertThat(read).allSatisfy(name -> assertThat(known).contains('"' + name + '"'));
    assertThat(read)
        .filteredOn(name -> !name.startsWith("kale.stepped") && !name.equals("kale.seed"))
        .allSatisfy(
            name ->
                assertThat(documented)
                    .containsAnyOf(
                        '`' + name + '`',
                        '`' + name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT) + '`'));
  }

  private static DescribedPredicate<JavaClass> notEvents() {
    return DescribedPredicate.describe(
        "are not events",
        type ->
            !(type.isRecord()
                && type.getModifiers()
                    .contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC)));
  }
}
