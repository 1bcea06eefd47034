package org.kalepool;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.testing.PoolClasses;

/** The tests that the documents name are there, by these names. */
class DocsTest {
  /**
   * {@code SomeTest} or {@code module.Some}, each with or without a method, or {@code .method} of
   * the class that the line has named before. A star ends the beginning of a method's name.
   */
  private static final Pattern NAME =
      Pattern.compile(
          "\\b(\\w+Test|\\w+Check|\\w+Benchmark|(?<=`)(?:[a-z]\\w*\\.)+[A-Z]\\w*)\\b"
              + "(?:[.#](\\w+\\*?))?|`\\.(\\w+)`");

  /** The methods of a class, with those that it inherits, by its name with and without package. */
  private final Map<String, Set<String>> methods = new HashMap<>();

  private final List<String> missing = new ArrayList<>();
  private int found;

  @Test
  void everyTestThatADocumentNamesIsThere() throws IOException {
    PoolClasses.all().forEach(this::know);
    for (Path document : documents()) {
      for (String line : Files.readAllLines(document)) {
        look(document, line);
      }
    }
    assertThat(missing).isEmpty();
    assertThat(found).isGreaterThan(250);
  }

  private void know(JavaClass type) {
    Set<String> names = new HashSet<>();
    type.getAllMethods().stream().map(JavaMethod::getName).forEach(names::add);
    methods.computeIfAbsent(type.getSimpleName(), it -> new HashSet<>()).addAll(names);
    methods.put(type.getName(), names);
    methods.put(type.getName().replaceFirst("^org\\.kalepool\\.", ""), names);
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> top = Files.list(Path.of(""));
        Stream<Path> docs = Files.walk(Path.of("docs"))) {
      return Stream.concat(top, docs).filter(path -> path.toString().endsWith(".md")).toList();
    }
  }

  private void look(Path document, String line) {
    String owner = null;
    for (MatchResult name : NAME.matcher(line).results().toList()) {
      String method = name.group(3);
      if (name.group(1) != null) {
        owner = name.group(1);
        method = name.group(2);
      }
      if (owner == null) {
        continue; // the ending of a file or of a setting
      }
      if (isThere(owner, method)) {
        found++;
      } else {
        missing.add(document + ": " + owner + (method == null ? "" : "." + method));
      }
    }
  }

  private boolean isThere(String owner, @Nullable String method) {
    Set<String> known = methods.get(owner);
    if (known == null || method == null) {
      return known != null;
    }
    return method.endsWith("*")
        ? known.stream().anyMatch(name -> name.startsWith(method.replace("*", "")))
        : known.contains(method);
  }
}
