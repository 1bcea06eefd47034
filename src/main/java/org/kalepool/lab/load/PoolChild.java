package org.kalepool.lab.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.settings.DatabaseSettings;
import org.kalepool.cli.settings.Settings;

/**
 * The packaged pool serving in a JVM of its own, so that its memory and its share of the processor
 * can be told from those of what surrounds it. Its output goes to a file.
 */
public final class PoolChild implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final String LISTENS = "the pool listens at ";
  private static final Pattern USED = Pattern.compile(" used (\\d+)K");

  private final Process process;
  private final Thread hook;
  private final String url;

  private PoolChild(Process process, Path log) {
    this.process = process;
    // Nobody else would end it.
    this.hook = new Thread(process::destroy, "pool-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    this.url = awaitStart(log);
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param app {@code quarkus-run.jar}
   * @param heap its largest heap, MiB
   * @param options more of the JVM's options
   * @param settings become system properties
   * @param log gets its output, what was in it is lost
   * @throws CommandException if it does not start
   */
  public static PoolChild start(
      Path app, int heap, List<String> options, Map<String, String> settings, Path log) {
    Map<String, String> shown = new LinkedHashMap<>(settings);
    // Everybody on this machine can read a command line; an environment only this user can.
    Map<String, String> hidden = new LinkedHashMap<>();
    DatabaseSettings.PASSWORDS.stream()
        .filter(shown::containsKey)
        .forEach(name -> hidden.put(Settings.variable(name), String.valueOf(shown.remove(name))));
    List<String> command = command(app, heap, options, shown, "serve", List.of("--port", "0"));
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(hidden);
      return new PoolChild(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException("the pool's JVM cannot be started", e);
    }
  }

  /** What starts a command of the packaged pool, see {@link #start}. */
  public static List<String> command(
      Path app,
      int heap,
      List<String> options,
      Map<String, String> settings,
      String command,
      List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add(tool("java"));
    words.addAll(
        List.of(
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xmx" + heap + "m"));
    words.addAll(options);
    settings.forEach((name, value) -> words.add("-D" + name + "=" + value));
    words.addAll(List.of("-jar", app.toString(), command));
    words.addAll(arguments);
    return words;
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** Where it listens, without a slash at the end. */
  public String url() {
    return url;
  }

  public boolean alive() {
    return process.isAlive();
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Bytes of heap in use after a full collection; empty where the JDK's jcmd is not to be had. */
  OptionalLong liveHeap() {
    ask("GC.run");
    Matcher used = USED.matcher(ask("GC.heap_info"));
    long kibibytes = 0;
    boolean found = false;
    // The young and the old generation; the lines of the metaspace come after them.
    while (used.find() && !found) {
      kibibytes = Long.parseLong(used.group(1));
      found = used.find();
      kibibytes += found ? Long.parseLong(used.group(1)) : 0;
    }
    return found ? OptionalLong.of(kibibytes * 1024) : OptionalLong.empty();
  }

  private String ask(String what) {
    try {
      Process jcmd =
          new ProcessBuilder(tool("jcmd"), Long.toString(process.pid()), what)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      // A runtime without the tool: what it would tell is reported as not measured.
      return "";
    }
  }

  private String awaitStart(Path log) {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    try {
      while (process.isAlive() && System.nanoTime() < deadline) {
        String text = Files.readString(log);
        int at = text.indexOf(LISTENS);
        int end = at < 0 ? -1 : text.indexOf('\n', at);
        if (end > 0) {
          return text.substring(at + LISTENS.length(), end).strip();
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
    throw new CommandException("the pool's JVM did not start, see " + log);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This JVM is ending, and the hook has run.
      return;
    }
  }
}
