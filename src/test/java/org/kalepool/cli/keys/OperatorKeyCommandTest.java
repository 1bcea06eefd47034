package org.kalepool.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.web.OperatorKeyFile;
import picocli.CommandLine;

class OperatorKeyCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return new CommandLine(new OperatorKeyCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .setExecutionExceptionHandler(
            (failure, line, result) -> {
              line.getErr().print(failure.getMessage());
              return 2;
            })
        .execute(args);
  }

  @Test
  void showsTheKeyOnceAndKeepsItsHashForItsOwnerAlone() throws IOException {
    Path file = folder.resolve("operators");
    assertThat(run("alice", "--file", file.toString())).isZero();
    String key = out.toString().strip();
    assertThat(key).matches("ko_[A-Za-z0-9_-]{43}");
    assertThat(Files.readAllLines(file))
        .containsExactly(OperatorKeyFile.entry("alice", key).line());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(err.toString()).contains("added alice").doesNotContain(key);
    assertThat(run("bob", "--file", file.toString())).isZero();
    assertThat(Files.readString(file)).contains("alice sha256:").contains("bob sha256:");
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void aKeyIsMadeForARole() throws IOException {
    Path file = folder.resolve("operators");
    assertThat(run("victor", "--role", "viewer", "--file", file.toString())).isZero();
    assertThat(Files.readString(file)).startsWith("victor sha256:").endsWith(" viewer\n");
    assertThat(run("olga", "--role", "king", "--file", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("added victor as viewer").contains("no operator's role");
    assertThat(Files.readAllLines(file)).hasSize(1);
  }

  @Test
  void oneKeyHasOneName() throws IOException {
    Path file = folder.resolve("operators");
    run("alice", "--file", file.toString());
    String before = Files.readString(file);
    assertThat(run("alice", "--file", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("has a key of alice");
    assertThat(run("Alice Smith", "--file", file.toString())).isEqualTo(2);
    assertThat(run("farmer", "--file", file.toString())).isEqualTo(2);
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void theFirstOneTakesThePlaceOfNobody() throws IOException {
    Path file = Files.writeString(folder.resolve("operator-keys"), OperatorKeyFile.NOBODY + "\n");
    assertThat(run("alice", "--data", folder.toString())).isZero();
    assertThat(Files.readAllLines(file))
        .singleElement(STRING)
        .matches("alice sha256:[0-9a-f]{64} admin");
  }

  @Test
  void aKeyThatAnEarlierPoolKeptAsItIsBecomesItsHash() throws IOException {
    Files.writeString(folder.resolve("operator-key"), "0123456789abcdef0123456789abcdef\n");
    assertThat(run("alice", "--data", folder.toString())).isZero();
    assertThat(Files.readString(folder.resolve("operator-keys")))
        .startsWith(
            OperatorKeyFile.entry("operator", "0123456789abcdef0123456789abcdef").line() + "\n")
        .contains("alice sha256:");
  }
}
