package org.kalepool.work.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of every error that OpenCL's calls can end with: the machine's own OpenCL, on a real
 * device, with a library before it that lets one of the calls fail.
 */
final class OpenClFaultsTest {
  /** Whose errors are told; those that only make a sentence longer are not among them. */
  private static final List<String> CALLS =
      List.of(
          "clGetPlatformIDs",
          "clGetPlatformInfo",
          "clGetDeviceIDs",
          "clGetDeviceInfo",
          "clCreateContext",
          "clCreateCommandQueue",
          "clCreateProgramWithSource",
          "clBuildProgram",
          "clCreateKernel",
          "clCreateBuffer",
          "clGetKernelWorkGroupInfo",
          "clSetKernelArg",
          "clEnqueueWriteBuffer",
          "clEnqueueNDRangeKernel",
          "clEnqueueReadBuffer",
          "clFlush",
          "clGetEventInfo",
          "clReleaseEvent",
          "clReleaseMemObject",
          "clReleaseKernel",
          "clReleaseProgram",
          "clReleaseCommandQueue",
          "clReleaseContext");

  @TempDir private Path folder;

  @Test
  void namesTheCallThatFailsAndItsError() throws Exception {
    List<String> lines = run(CALLS);
    for (String call : CALLS) {
      String error = call + ": the device has no resources left (CL_OUT_OF_RESOURCES, -5)";
      if (call.startsWith("clRelease") && !call.equals("clReleaseEvent")) {
        assertThat(lines)
            .as(call)
            .contains(call + " = found 0")
            .anyMatch(line -> line.endsWith("opencl-0 was not given back whole: " + error));
      } else {
        assertThat(lines)
            .as(call)
            .anyMatch(line -> line.startsWith(call + " = ") && line.contains(error));
      }
    }
    assertThat(lines).contains("nothing = found 0");
  }

  @Test
  void hashesOnWithTheCpuWhenADeviceFailsInService() throws Exception {
    assertThat(run(List.of(FaultyOpenCl.SERVICE)))
        .contains(
            "failure = clEnqueueNDRangeKernel: the device no longer takes commands"
                + " (CL_INVALID_COMMAND_QUEUE, -36)",
            "left = [-1]",
            "speed = 0.0",
            "the CPU goes on")
        .anyMatch(line -> line.contains("Hashing without opencl-0, which is given up: "));
  }

  @Test
  void saysWhyThereIsNoOpenCl() throws Exception {
    Optional<String> noLibrary = NativeLibrary.load();
    assumeTrue(noLibrary.isEmpty(), () -> "skipped: " + noLibrary.orElse(""));
    Files.createFile(folder.resolve("libOpenCL.so.1"));
    assertThat(started(List.of(), ""))
        .singleElement()
        .asString()
        .startsWith("nothing = no OpenCL on this machine: " + folder.resolve("libOpenCL.so.1"));
  }

  private List<String> run(List<String> arguments) throws Exception {
    Optional<String> none = OpenCl.find().why();
    assumeTrue(
        none.isEmpty(), () -> "skipped, as this machine has no OpenCL device: " + none.orElse(""));
    compileFaultyLibrary();
    return started(arguments, realLibrary());
  }

  private List<String> started(List<String> arguments, String realLibrary) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                FaultyOpenCl.class.getName(),
                folder.resolve("fault").toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LD_LIBRARY_PATH", folder.toString());
    builder.environment().put("REAL_OPENCL", realLibrary);
    builder.environment().put("FAULT", folder.resolve("fault").toString());
    return output(builder);
  }

  /** The one that this process has loaded. */
  private static String realLibrary() throws IOException {
    return Files.readString(Path.of("/proc/self/maps"))
        .lines()
        .filter(line -> line.contains("/libOpenCL.so"))
        .map(line -> line.substring(line.indexOf('/')))
        .findFirst()
        .orElseThrow();
  }

  private void compileFaultyLibrary() throws Exception {
    Optional<String> compiler = Programs.find("cc", "gcc", "clang");
    assumeTrue(compiler.isPresent(), "skipped, as there is no C compiler on the path");
    output(
        new ProcessBuilder(
                compiler.get(),
                "-std=gnu11",
                "-fPIC",
                "-shared",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-o",
                folder.resolve("libOpenCL.so.1").toString(),
                "src/test/c/faulty_opencl.c",
                "-ldl")
            .redirectErrorStream(true));
  }

  private static List<String> output(ProcessBuilder builder) throws Exception {
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text.lines().toList();
  }
}
