package org.kalepool.work.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The C kernels as they are compiled for ARM64, run by an emulator: held to Bouncy Castle by the
 * same self-test as everywhere. How fast they are this cannot tell.
 */
final class Arm64KernelsTest {
  private static final Path GENERATED = Path.of("target/kernel-native");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = {"PORTABLE", "NEON", "SHA3"})
  void hashAsBouncyCastleDoes(NativeKernel.InstructionSet set) throws Exception {
    try (Emulated kernel = emulated(set)) {
      assertThat(new KernelSelfTest(new SplittableRandom(11)).failure(kernel)).isEmpty();
    }
  }

  @Test
  void doNotClaimInstructionsOfOtherProcessors() throws Exception {
    for (NativeKernel.InstructionSet other :
        List.of(NativeKernel.InstructionSet.AVX2, NativeKernel.InstructionSet.AVX512)) {
      try (Emulated kernel = emulated(other)) {
        assertThat(kernel.scan(new long[25], 0, 8, 0)).isEqualTo(-2);
      }
    }
  }

  /** With the compiler's arguments of src/kernel/build.xml. */
  @Test
  void compileIntoTheLibraryThatThePoolLoads() throws Exception {
    List<String> sources =
        List.of("src/main/c/kalehash.c", "src/main/c/opencl.c", GENERATED + "/avx512.S");
    List<String> arguments = new ArrayList<>(List.of("-fPIC", "-shared", "-s"));
    arguments.addAll(sources);
    arguments.addAll(List.of("-ldl", "-lpthread"));
    compile("libkalehash.so", arguments);
    assertThat(folder.resolve("libkalehash.so")).isNotEmptyFile();
  }

  private Emulated emulated(NativeKernel.InstructionSet set) throws Exception {
    Optional<String> emulator = Programs.find("qemu-aarch64-static", "qemu-aarch64");
    assumeTrue(
        emulator.isPresent(),
        "skipped, as nothing here runs ARM64's programs (apt-get install qemu-user-static)");
    compile("server", List.of("-static", "src/test/c/kernel_server.c"));
    return new Emulated(set, emulator.get(), folder.resolve("server"));
  }

  private void compile(String result, List<String> arguments) throws Exception {
    Optional<String> compiler = Programs.find("aarch64-linux-gnu-gcc");
    assumeTrue(
        compiler.isPresent(),
        "skipped, as nothing here compiles for ARM64 (apt-get install gcc-aarch64-linux-gnu)");
    Path headers = Path.of(System.getProperty("java.home"), "include");
    List<String> command = new ArrayList<>();
    command.add(compiler.get());
    command.addAll(List.of("-std=gnu11", "-O3", "-Wall", "-Wextra", "-Werror"));
    command.addAll(List.of("-I" + headers, "-I" + headers.resolve("linux"), "-I" + GENERATED));
    command.addAll(List.of("-o", folder.resolve(result).toString()));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** A kernel in an emulated process. */
  private static final class Emulated implements Kernel, AutoCloseable {
    private final NativeKernel.InstructionSet set;
    private final Process process;
    private final Writer requests;
    private final BufferedReader answers;

    Emulated(NativeKernel.InstructionSet set, String emulator, Path server) throws IOException {
      this.set = set;
      this.process =
          new ProcessBuilder(emulator, "-cpu", "max", server.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      this.requests = process.outputWriter();
      this.answers = process.inputReader();
    }

    @Override
    public String name() {
      return "arm64-" + set;
    }

    @Override
    public int scan(long[] constants, int startLow, int count, long mask) {
      StringBuilder request = new StringBuilder();
      request.append(set.ordinal()).append(' ').append(Integer.toHexString(startLow));
      request.append(' ').append(count).append(' ').append(Long.toHexString(mask));
      for (long constant : constants) {
        request.append(' ').append(Long.toHexString(constant));
      }
      try {
        requests.append(request).append('\n').flush();
        return Integer.parseInt(String.valueOf(answers.readLine()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws Exception {
      requests.close();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
  }
}
