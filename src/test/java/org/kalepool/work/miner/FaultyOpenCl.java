package org.kalepool.work.miner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.awaitility.Awaitility;

/**
 * The main class of {@link OpenClFaultsTest}'s process, before whose OpenCL stands one that fails
 * as a file says (src/test/c/faulty_opencl.c).
 */
final class FaultyOpenCl {
  static final String SERVICE = "service";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private FaultyOpenCl() {}

  /** Takes that file, and calls that are to fail one after another, or {@link #SERVICE}. */
  public static void main(String[] args) throws IOException {
    LogManager.getLogManager().getLogger("").addHandler(new Printer());
    Path fault = Path.of(args[0]);
    List<String> calls = Arrays.asList(args).subList(1, args.length);
    if (calls.equals(List.of(SERVICE))) {
      failInService(fault);
      return;
    }
    for (String call : calls) {
      Files.writeString(fault, call + " -5 1");
      System.out.println(call + " = " + outcome());
    }
    Files.deleteIfExists(fault);
    System.out.println("nothing = " + outcome());
  }

  /** Of what is logged. */
  private static final class Printer extends Handler {
    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord record) {
      System.out.println(record.getLevel() + " " + formatter.formatMessage(record));
    }

    @Override
    public void flush() {
      System.out.flush();
    }

    @Override
    public void close() {
      flush();
    }
  }

  /** Goes all the way, from the list of devices to their release, and says where it ended. */
  private static String outcome() {
    OpenCl.Found found = OpenCl.find();
    if (found.why().isPresent()) {
      return found.why().get() + " " + found.faults();
    }
    OpenCl.Device device = found.devices().getFirst();
    if (!device.usable()) {
      return device.fault();
    }
    try (OpenClKernel kernel = new OpenClKernel(device)) {
      return "found " + kernel.scan(FakeAssignments.FIRST.constants(0), 0, 100, 0);
    } catch (DeviceFailure e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static void failInService(Path fault) throws IOException {
    FakeAssignments assignments = new FakeAssignments(FakeAssignments.FIRST, 1 << 16, 2);
    AtomicInteger finds = new AtomicInteger();
    Hits hits = (assignment, nonce, hash) -> finds.incrementAndGet();
    HashingSettings one = new HashingSettings(1, Thread.NORM_PRIORITY);
    OpenClKernel kernel = new OpenClKernel(OpenCl.find().devices().getFirst());
    Pace pace = Pace.device(20);
    DeviceRig rig = new DeviceRig(kernel, 1, pace, assignments, hits, System::nanoTime);
    try (HashingPool cpu =
            new HashingPool(new ScalarKernel(), one, assignments, hits, System::nanoTime);
        Devices devices = new Devices(List.of(rig))) {
      Awaitility.await().atMost(PATIENCE).until(() -> devices.hashes() > 0);
      Files.writeString(fault, "clEnqueueNDRangeKernel -36 2");
      Duration window = Duration.ofMinutes(1);
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> devices.statuses(window).getFirst().failure().isPresent());
      System.out.println("failure = " + devices.statuses(window).getFirst().failure().get());
      Awaitility.await().atMost(PATIENCE).until(() -> !assignments.left().isEmpty());
      System.out.println("left = " + assignments.left());
      System.out.println("speed = " + devices.speed(window));
      long hashes = cpu.hashes();
      int before = finds.get();
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> cpu.hashes() > hashes + (1 << 16) && finds.get() > before);
      System.out.println("the CPU goes on");
    }
  }
}
