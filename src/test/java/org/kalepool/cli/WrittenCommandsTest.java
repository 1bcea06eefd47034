package org.kalepool.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;

/** What the documents and the files for deployment have somebody type is understood. */
class WrittenCommandsTest {
  /** A command of the pool's, and what is written behind it. */
  private static final Pattern COMMAND =
      Pattern.compile("(?:\\./|`|/bin/kale-)pool ([a-z][a-z-]*)((?: [^`\\n]*)?)");

  private static final Pattern OPTION = Pattern.compile("(?<= |\\[|\\()--[a-z][a-z-]*");

  /** What the launcher does itself, or takes off. */
  private static final Set<String> LAUNCHERS =
      Set.of("test", "soak", "build", "native", "native-test", "help");

  private static final Set<String> FOR_ALL = Set.of("--native", "--help");

  private final Map<String, CommandLine> commands =
      new HashMap<>(new CommandLine(Main.class).getSubcommands());

  private static List<Path> texts() throws IOException {
    try (Stream<Path> top = Files.list(Path.of(""));
        Stream<Path> docs = Files.walk(Path.of("docs"));
        Stream<Path> deploy = Files.list(Path.of("deploy"))) {
      return Stream.of(top, docs, deploy)
          .flatMap(paths -> paths)
          .filter(path -> path.toString().matches(".*\\.(md|service|conf|yaml|sh)"))
          .toList();
    }
  }

  @Test
  void everyCommandAndOptionThatIsWrittenDownIsThere() throws IOException {
    List<String> missing = new ArrayList<>();
    int found = 0;
    for (Path text : texts()) {
      Matcher written = COMMAND.matcher(Files.readString(text));
      while (written.find()) {
        CommandLine command = commands.get(written.group(1));
        if (command == null) {
          if (!LAUNCHERS.contains(written.group(1))) {
            missing.add(text + ": " + written.group());
          }
          continue;
        }
        Matcher option = OPTION.matcher(written.group(2).replaceFirst(" #.*| \\./pool .*", ""));
        while (option.find()) {
          found++;
          if (!knows(command, option.group())) {
            missing.add(text + ": " + written.group(1) + " " + option.group());
          }
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(found).isGreaterThan(80);
  }

  /** Its own options, or those of one of its own commands. */
  private static boolean knows(CommandLine command, String option) {
    return FOR_ALL.contains(option)
        || command.getCommandSpec().findOption(option) != null
        || command.getSubcommands().values().stream().anyMatch(each -> knows(each, option));
  }

  @Test
  void unitsAndContainersStartTheProgramAsItIs() throws IOException {
    for (String unit : List.of("kale-pooler", "kale-hasher")) {
      String start =
          Files.readAllLines(Path.of("deploy", unit + ".service")).stream()
              .filter(line -> line.startsWith("ExecStart=/usr/local/bin/kale-pool "))
              .map(line -> line.substring("ExecStart=/usr/local/bin/kale-pool ".length()))
              .findFirst()
              .orElseThrow();
      understood(List.of(start.split(" ")));
    }
    for (Map.Entry<String, String> each :
        Map.of("compose.yaml", "pool", "deploy/compose.pooler.yaml", "pooler").entrySet()) {
      try (Reader file = Files.newBufferedReader(Path.of(each.getKey()))) {
        Map<String, Map<String, Map<String, List<String>>>> compose = new Yaml().load(file);
        understood(
            requireNonNull(
                requireNonNull(requireNonNull(compose.get("services")).get(each.getValue()))
                    .get("command")));
      }
    }
  }

  private static void understood(List<String> words) {
    assertThatCode(() -> new CommandLine(Main.class).parseArgs(words.toArray(String[]::new)))
        .as("%s", words)
        .doesNotThrowAnyException();
  }
}
