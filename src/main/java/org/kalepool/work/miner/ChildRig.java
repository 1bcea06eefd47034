package org.kalepool.work.miner;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.crypto.digests.KeccakDigest;

/**
 * Runs a kernel in a JVM of its own ({@link KernelServer}): the second vector width, since a
 * process cannot use two (see {@link VectorKernels}).
 */
final class ChildRig implements Rig {
  private final String kernel;
  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;

  private ChildRig(String kernel, Process process) {
    this.kernel = kernel;
    this.process = process;
    this.commands = process.outputWriter();
    this.answers = process.inputReader();
  }

  /**
   * Starts the process and lets it warm up.
   *
   * @throws UnsupportedOperationException if the kernel cannot be had there; the message says why
   */
  static ChildRig start(String kernel) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules=jdk.incubator.vector",
            "-Xmx128m",
            "-cp",
            place(KernelServer.class) + ":" + place(KeccakDigest.class),
            KernelServer.class.getName(),
            kernel);
    ChildRig rig;
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      rig = new ChildRig(kernel, builder.redirectError(ProcessBuilder.Redirect.DISCARD).start());
    } catch (IOException e) {
      throw new UnsupportedOperationException("no second JVM: " + e.getMessage(), e);
    }
    String greeting = rig.answer();
    if (!greeting.equals(KernelServer.READY)) {
      rig.close();
      throw new UnsupportedOperationException(greeting);
    }
    return rig;
  }

  @Override
  public String kernel() {
    return kernel;
  }

  @Override
  public double measure(int threads, Duration time) {
    try {
      commands.write(String.format(Locale.ROOT, "%d %d%n", threads, time.toNanos()));
      commands.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Double.parseDouble(answer());
  }

  @Override
  public void close() {
    process.destroy();
  }

  private String answer() {
    try {
      String line = answers.readLine();
      return line == null ? "the second JVM ended" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String place(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || !"file".equals(source.getLocation().getProtocol())) {
      throw new UnsupportedOperationException("no second JVM: the classes are not in a file");
    }
    return Path.of(source.getLocation().getPath()).toString();
  }
}
