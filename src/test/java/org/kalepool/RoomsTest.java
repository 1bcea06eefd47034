package org.kalepool;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.kalepool.testing.PoolClasses.PRODUCT;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kalepool.cli.Main;
import org.kalepool.stellar.chain.NodeChain;
import org.kalepool.stellar.lanes.NodeEnvelopes;

/** The walls inside of the modules that have rooms: one package below a module is one room. */
class RoomsTest {
  private static final String LAB = "org.kalepool.lab";
  private static final String SANDBOX = LAB + ".sandbox";
  private static final String STELLAR = "org.kalepool.stellar";

  /** What each of the sandbox's rooms may know of the others; its root puts them together. */
  private static final Map<String, List<String>> SANDBOX_ROOMS =
      Map.of(
          "xdr", List.of(),
          "ledger", List.of("xdr"),
          "fault", List.of("ledger"),
          "host", List.of("xdr"),
          "contract", List.of("xdr", "ledger", "host"),
          "transaction", List.of("xdr", "ledger", "contract"),
          "journal", List.of("xdr", "ledger"),
          "rpc", List.of("xdr", "ledger", "fault", "contract", "transaction"));

  /** The same of the adapter; its root is what the other modules see, and knows no room. */
  private static final Map<String, List<String>> STELLAR_ROOMS =
      Map.of(
          "xdr", List.of(),
          "rpc", List.of("xdr"),
          "chain", List.of("xdr", "rpc"),
          "lanes", List.of("xdr", "rpc", "chain"));

  @Test
  void theSandboxsRoomsKnowNoMoreOfEachOtherThanTheyNeed() {
    check(SANDBOX, SANDBOX_ROOMS);
    noClasses()
        .that()
        .resideInAPackage(SANDBOX + ".*..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(SANDBOX))
        .check(PRODUCT);
  }

  @Test
  void theAdaptersRoomsKnowNoMoreOfEachOtherThanTheyNeed() {
    check(STELLAR, STELLAR_ROOMS);
    noClasses()
        .that()
        .resideInAPackage(STELLAR)
        .should()
        .dependOnClassesThat(resideInAnyPackage(STELLAR + ".*.."))
        .check(PRODUCT);
  }

  /** Two classes put them together for a process that has no container: to read, and to send. */
  @Test
  void theInsidesOfTheAdapterStayThere() {
    noClasses()
        .that()
        .resideOutsideOfPackage(STELLAR + "..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(STELLAR + ".*..")
                .and(not(belongToAnyOf(NodeChain.class, NodeEnvelopes.class))))
        .check(PRODUCT);
  }

  /** The way in is the sandbox's root; what goes wrong is for whoever makes it go wrong. */
  @Test
  void theInsidesOfTheSandboxStayInTheLab() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.kalepool.lab..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(SANDBOX + "..")
                .and(not(resideInAnyPackage(SANDBOX, SANDBOX + ".fault"))))
        .check(PRODUCT);
  }

  @Test
  void theInsidesOfTheWorkEngineStayThere() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.kalepool.work..", LAB + "..")
        .and()
        .doNotBelongToAnyOf(Main.class)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.kalepool.work.miner..", "org.kalepool.work.plan..")
        .check(PRODUCT);
  }

  private static void check(String base, Map<String, List<String>> rooms) {
    rooms.forEach(
        (room, known) ->
            noClasses()
                .that()
                .resideInAPackage(base + "." + room + "..")
                .should()
                .dependOnClassesThat(
                    resideInAnyPackage(base + ".*..")
                        .and(not(resideInAnyPackage(base + "." + room + "..")))
                        .and(
                            not(
                                resideInAnyPackage(
                                    known.stream()
                                        .map(name -> base + "." + name + "..")
                                        .toArray(String[]::new)))))
                .check(PRODUCT));
    classes()
        .that()
        .resideInAPackage(base + "..")
        .should()
        .resideInAnyPackage(
            Stream.concat(Stream.of(base), rooms.keySet().stream().map(room -> base + "." + room))
                .toArray(String[]::new))
        .check(PRODUCT);
  }
}
