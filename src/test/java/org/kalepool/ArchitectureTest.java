package org.kalepool;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kalepool.testing.PoolClasses;

/** The picture of the modules in docs/architecture.md is drawn from the packages. */
class ArchitectureTest {
  private static final Path DOCUMENT = Path.of("docs/architecture.md");
  private static final Path DRAWN = Path.of("target/architecture.md");
  private static final String BEGIN = "<!-- modules -->\n";
  private static final String END = "<!-- /modules -->\n";
  private static final String ROOT = "org.kalepool.";

  @Test
  void thePictureOfTheModulesIsTheCodes() throws IOException {
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf(BEGIN) + BEGIN.length();
    int end = document.indexOf(END);
    assertThat(end).as("the place for the picture").isGreaterThanOrEqualTo(begin);
    String drawn = document.substring(0, begin) + picture(known()) + document.substring(end);
    Files.writeString(DRAWN, drawn);
    assertThat(document).as("cp %s %s", DRAWN, DOCUMENT).isEqualTo(drawn);
  }

  @Test
  void everyModuleIsInTheListOfRooms() throws IOException {
    String document = Files.readString(DOCUMENT);
    assertThat(known().keySet())
        .hasSizeGreaterThan(15)
        .allSatisfy(module -> assertThat(document).containsPattern("(?m)^\\| .*`" + module + "`"));
  }

  private static SortedMap<String, SortedSet<String>> known() {
    SortedMap<String, SortedSet<String>> known = new TreeMap<>();
    for (JavaClass type : PoolClasses.PRODUCT) {
      String module = module(type);
      SortedSet<String> others = known.computeIfAbsent(module, it -> new TreeSet<>());
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        boolean named = module.equals("cli") && module(target).equals("lab"); // see ModulesTest
        if (target.getPackageName().startsWith(ROOT) && !module(target).equals(module) && !named) {
          others.add(module(target));
        }
      }
    }
    return known;
  }

  private static String module(JavaClass type) {
    return type.getPackageName().replaceFirst("^org\\.kalepool\\.?", "").replaceFirst("\\..*", "");
  }

  /** Without the arrows that others lead to as well; there are no cycles, see ModulesTest. */
  private static String picture(Map<String, SortedSet<String>> known) {
    StringBuilder text = new StringBuilder("```mermaid\nflowchart TD\n");
    known.forEach(
        (module, others) -> {
          Set<String> throughOthers = new HashSet<>();
          others.forEach(other -> reach(known, other, throughOthers));
          others.stream()
              .filter(other -> !throughOthers.contains(other))
              .forEach(
                  other ->
                      text.append("  ").append(module).append(" --> ").append(other).append('\n'));
        });
    return text.append("```\n").toString();
  }

  private static void reach(Map<String, SortedSet<String>> known, String from, Set<String> into) {
    Stream.ofNullable(known.get(from))
        .flatMap(SortedSet::stream)
        .filter(into::add)
        .forEach(other -> reach(known, other, into));
  }
}
