package org.kalepool.work.miner;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The main class of {@link ChildRig}'s process: for each line "threads nanoseconds" it hashes for
 * so long and answers with the hashes a second; it ends with its input.
 */
final class KernelServer {
  static final String READY = "ready";

  private KernelServer() {}

  /** Takes the kernel's name. */
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    Kernels kernels = Kernels.only(args[0], new SplittableRandom(1));
    Kernel kernel = kernels.available().getLast();
    if (!kernel.name().equals(args[0])) {
      out.println(kernels.refused().get(args[0]));
      return;
    }
    Calibration.warmUp(List.of(kernel), System::nanoTime);
    out.println(READY);
    LocalRig rig = new LocalRig(kernel, System::nanoTime);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 2);
      Duration time = Duration.ofNanos(Long.parseLong(words[1]));
      out.println(rig.measure(Integer.parseInt(words[0]), time));
    }
  }
}
