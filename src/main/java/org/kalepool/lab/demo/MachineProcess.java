package org.kalepool.lab.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.settings.Settings;
import org.kalepool.lab.ThisProgram;

/**
 * {@code pool pooler} as a process beside this one. It ends with this process, however that ends:
 * its input is a pipe from here.
 */
final class MachineProcess implements AutoCloseable {
  private static final int LAST_LINES = 8;
  private static final long STOP_SECONDS = 10;

  private final Process process;
  private final Path log;

  private MachineProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param backend the pool's address
   * @param keyFile with the pooler's key
   * @param folder of its journal
   * @param settings by name; they go into its environment
   * @param log gets what it prints, after what was printed before
   */
  static MachineProcess start(
      String backend, Path keyFile, Path folder, Map<String, String> settings, Path log) {
    List<String> command = new ArrayList<>(ThisProgram.before("demo"));
    command.addAll(
        List.of(
            "pooler",
            "--backend",
            backend,
            "--key-file",
            keyFile.toString(),
            "--data",
            folder.toString(),
            "--management-port",
            "0",
            "--end-with-input"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    // whatever is set for a pool of one's own is not meant for this one
    builder.environment().keySet().removeIf(name -> name.startsWith("KALE_"));
    settings.forEach((name, value) -> builder.environment().put(Settings.variable(name), value));
    try {
      return new MachineProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException("the pooler's machine cannot be started", e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** What it said last, for who wants to know why it has ended. */
  String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return log + " cannot be read: " + e.getMessage();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted");
    }
  }
}
