package org.kalepool;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kalepool.testing.PoolClasses.PRODUCT;
import static org.kalepool.testing.PoolClasses.TESTS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.kalepool.cli.Main;
import org.kalepool.cli.serve.EmbeddedNetwork;

/** The walls between the modules. One package below {@code org.kalepool} is one module. */
class ModulesTest {
  private static final String LAB = "org.kalepool.lab";
  private static final String SANDBOX = LAB + ".sandbox";

  /** The commands are listed in one place, and in another the embedded network is the default. */
  private static final DescribedPredicate<JavaClass> MAY_KNOW_THE_LAB =
      belongToAnyOf(Main.class, EmbeddedNetwork.class);

  private static final List<String> STAGES = List.of("plant", "work", "harvest", "exit");

  @Test
  void modulesHaveNoCycles() {
    assertThat(PRODUCT.size()).isGreaterThan(50);
    slices()
        .matching("org.kalepool.(*)..")
        .should()
        .beFreeOfCycles()
        .ignoreDependency(MAY_KNOW_THE_LAB, in(LAB + ".."))
        .check(PRODUCT);
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
        .resideOutsideOfPackages("org.kalepool.stellar..", "org.kalepool.lab.sandbox..")
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
  void nothingButTheLabDependsOnTheLab() {
    noClasses()
        .that(not(in(LAB + "..").or(MAY_KNOW_THE_LAB)))
        .should()
        .dependOnClassesThat(in(LAB + ".."))
        .check(PRODUCT);
  }

  @Test
  void theCommandLinesRoomsHaveNoCycles() {
    slices().matching("org.kalepool.cli.(*)..").should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void theLabsRoomsHaveNoCycles() {
    slices().matching(LAB + ".(*)..").should().beFreeOfCycles().check(PRODUCT);
    noClasses()
        .that()
        .resideInAPackage(SANDBOX + "..")
        .should()
        .dependOnClassesThat(in(LAB + "..").and(not(in(SANDBOX + ".."))))
        .check(PRODUCT);
  }

  /** One interface knows a key, its default and its bounds; all else asks that. */
  @Test
  void settingsAreReadByTheirInterfacesOnly() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("org.kalepool.db.RuntimeGrants")
        .and()
        .doNotHaveFullyQualifiedName("org.kalepool.web.Origins")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("org\\.eclipse\\.microprofile\\.config\\.(ConfigProvider|inject\\..*)")
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
            "org.kalepool.settings..",
            "org.kalepool.db..",
            "org.kalepool.leader..",
            "org.kalepool.schedule..",
            "org.kalepool.stellar..",
            "org.kalepool.lab..",
            "org.kalepool.wallet..",
            "org.kalepool.farmer..",
            "org.kalepool.pooler..",
            "org.kalepool.price..",
            "org.kalepool.profit..",
            "org.kalepool.block..",
            "org.kalepool.batch..",
            "org.kalepool.vault..",
            "org.kalepool.plant..",
            "org.kalepool.work..",
            "org.kalepool.harvest..",
            "org.kalepool.exit..",
            "org.kalepool.books..",
            "org.kalepool.machine..",
            "org.kalepool.remote..",
            "org.kalepool.notice..",
            "org.kalepool.alert..",
            "org.kalepool.ops..",
            "org.kalepool.pages..",
            "org.kalepool.web..",
            "org.kalepool.webauth..",
            "org.kalepool.cli..")
        .check(PRODUCT);
  }

  /** One of {@code db} would hide the module's own, which tells Hibernate of the value types. */
  @Test
  void everyPackageOfTheTestsSaysWhatItHolds() {
    assertThat(TESTS.stream().map(JavaClass::getPackage).distinct())
        .filteredOn(each -> each.tryGetPackageInfo().isEmpty())
        .extracting(JavaPackage::getName)
        .filteredOn(name -> !name.endsWith(".jmh_generated"))
        .containsExactly("org.kalepool.db");
  }

  @Test
  void noTwoTypesHaveOneName() {
    assertThat(sharedNames(PRODUCT)).isEmpty();
    assertThat(sharedNames(TESTS)).isEmpty();
  }

  private static List<List<String>> sharedNames(JavaClasses types) {
    return types.stream()
        .filter(JavaClass::isTopLevelClass)
        .filter(type -> !type.getSimpleName().equals("package-info"))
        .collect(
            Collectors.groupingBy(
                JavaClass::getSimpleName,
                Collectors.mapping(JavaClass::getName, Collectors.toList())))
        .values()
        .stream()
        .filter(names -> names.size() > 1)
        .toList();
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
  private static DescribedPredicate<JavaClass> notEvents() {
    return DescribedPredicate.describe(
        "are not events",
        type ->
            !(type.isRecord()
                && type.getModifiers()
                    .contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC)));
  }
}
