package org.kalepool;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kalepool.testing.PoolClasses;

/**
 * A table has one owner: the module with its entity. Others ask that module, or read a view that it
 * publishes. What triggers alone keep, such as the counters, is there for everybody to read.
 */
class TableOwnersTest {
  private static final Path MAIN = Path.of("src", "main", "java", "org", "kalepool");
  private static final Pattern MAPPED = Pattern.compile("@Table\\(name = \"([a-z_]+)\"\\)");
  private static final Pattern TEXT =
      Pattern.compile("\"\"\"(.*?)\"\"\"|\"((?:[^\"\\\\\n]|\\\\.)*)\"", Pattern.DOTALL);
  private static final Pattern QUERY =
      Pattern.compile(
          "query =\\s*(?://[^\n]*\n\\s*)?((?:\"\"\".*?\"\"\"|\"(?:[^\"\\\\]|\\\\.)*\"|[\\s+])+)",
          Pattern.DOTALL);
  private static final Pattern PARAMETER = Pattern.compile(":[A-Za-z]\\w*");
  private static final Pattern USED =
      Pattern.compile("\\b(?:from|join|into|update)\\s+([a-z_]+)\\b");
  private static final Pattern SECTION = Pattern.compile("(?m)^-- (?=[a-z]+ -{20,}$)");
  private static final Pattern COMMENT = Pattern.compile("--.*");
  private static final Pattern MADE = Pattern.compile("create (?:or replace )?view ([a-z_]+)");

  @Test
  void noModuleReadsOrWritesAnothersTable() throws IOException {
    Map<String, String> owners = owners();
    TreeSet<String> foreign = new TreeSet<>();
    for (Path file : sources()) {
      Matcher text = TEXT.matcher(Files.readString(file));
      while (text.find()) {
        Matcher used = USED.matcher(text.group());
        while (used.find()) {
          String owner = owners.get(used.group(1));
          if (owner != null && !owner.equals(module(file)) && !looksAtAll(module(file))) {
            foreign.add(module(file) + " " + used.group(1));
          }
        }
      }
    }
    assertThat(foreign).isEmpty();
  }

  /** The sections of the migration that publishes are named for the owners. */
  @Test
  void aModulePublishesItsOwnTablesOnly() throws IOException {
    Map<String, String> owners = owners();
    String[] sections =
        SECTION.split(Files.readString(Path.of("db", "migration", "V29__published.sql")), -1);
    TreeSet<String> foreign = new TreeSet<>();
    for (String section : sections) {
      String module = section.substring(0, section.indexOf('\n')).replaceAll("[ -]", "");
      Matcher used = USED.matcher(COMMENT.matcher(section).replaceAll(""));
      while (used.find()) {
        String owner = owners.get(used.group(1));
        if (owner != null && !owner.equals(module)) {
          foreign.add(module + " " + used.group(1));
        }
      }
    }
    assertThat(sections).hasSizeGreaterThan(8);
    assertThat(foreign).isEmpty();
  }

  /** Hibernate keeps one plan for both then, with the parameters of whichever ran first. */
  @Test
  void noTwoNamedQueriesDifferInTheNamesOfTheirParametersAlone() throws IOException {
    Map<String, String> names = new HashMap<>();
    TreeSet<String> differing = new TreeSet<>();
    for (Path file : sources()) {
      Matcher query = QUERY.matcher(Files.readString(file));
      while (query.find()) {
        String sql = sql(query.group(1));
        String before = names.putIfAbsent(PARAMETER.matcher(sql).replaceAll("?"), sql);
        if (before != null && !before.equals(sql)) {
          differing.add(before + " / " + sql);
        }
      }
    }
    assertThat(names).hasSizeGreaterThan(50);
    assertThat(differing).isEmpty();
  }

  /** Hibernate makes them by reflection, and the native image has only what is registered. */
  @Test
  void everyRecordThatARepositoryReadsIsKnownToTheNativeImage() {
    TreeSet<String> read = new TreeSet<>();
    TreeSet<String> unknown = new TreeSet<>();
    for (JavaClass repository : PoolClasses.all().toList()) {
      if (!repository.isAssignableTo(PanacheRepositoryBase.class)
          && !repository.isAssignableTo(PanacheRepository.class)) {
        continue;
      }
      for (ReferencedClassObject literal : repository.getReferencedClassObjects()) {
        JavaClass type = literal.getRawType();
        if (type.isAssignableTo(Record.class)
            && !type.getPackageName().equals("org.kalepool.kale")) {
          read.add(type.getName());
          if (!type.isAnnotatedWith(RegisterForReflection.class)) {
            unknown.add(type.getName());
          }
        }
      }
    }
    assertThat(read).hasSizeGreaterThan(20);
    assertThat(unknown).isEmpty();
  }

  /** Backups, the archive and the simulation's figures are of the whole database. */
  private static boolean looksAtAll(String module) {
    return module.equals("cli") || module.equals("lab");
  }

  private static Map<String, String> owners() throws IOException {
    Map<String, String> owners = new HashMap<>();
    for (Path file : sources()) {
      Matcher mapped = MAPPED.matcher(Files.readString(file));
      while (mapped.find()) {
        owners.put(mapped.group(1), module(file));
      }
    }
    assertThat(owners).hasSizeGreaterThan(30).doesNotContainValue("cli").doesNotContainValue("lab");
    views().forEach(owners::remove);
    return owners;
  }

  private static String sql(String literal) {
    StringBuilder sql = new StringBuilder();
    Matcher text = TEXT.matcher(literal);
    while (text.find()) {
      sql.append(text.group(1) == null ? text.group(2) : text.group(1));
    }
    return sql.toString().replaceAll("\\s+", " ").trim();
  }

  private static TreeSet<String> views() throws IOException {
    TreeSet<String> views = new TreeSet<>();
    try (Stream<Path> files = Files.list(Path.of("db", "migration"))) {
      for (Path file : files.toList()) {
        Matcher made = MADE.matcher(Files.readString(file));
        while (made.find()) {
          views.add(made.group(1));
        }
      }
    }
    return views;
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(MAIN)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static String module(Path file) {
    return MAIN.relativize(file).getName(0).toString();
  }
}
