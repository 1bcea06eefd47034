import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the hashing kernels: {@code java src/kernel/java/GenerateKernels.java JAVA-DIR C-DIR}. A
 * Keccak round needs 25 values in registers and no calls, so its code is generated, not typed.
 */
public final class GenerateKernels {
  private static final String PACKAGE = "org.kalepool.work.miner";

  private GenerateKernels() {}

  /** Takes the folder of the Java sources and that of the C ones. */
  public static void main(String[] args) throws IOException {
    Path java = Path.of(args[0]).resolve(PACKAGE.replace('.', '/'));
    Files.createDirectories(java);
    Files.writeString(java.resolve("ScalarKernel.java"), JavaSource.scalar(PACKAGE));
    for (int bits : new int[] {256, 512}) {
      Files.writeString(
          java.resolve("Vector" + bits + "Kernel.java"), JavaSource.vector(PACKAGE, bits));
    }
    Path c = Path.of(args[1]);
    Files.createDirectories(c);
    Files.writeString(c.resolve("constants.inc"), CSource.constants("static const uint64_t"));
    Files.writeString(c.resolve("scan.inc"), CSource.scan());
    Files.writeString(c.resolve("avx512.S"), AssemblySource.scan());
    Files.writeString(c.resolve("opencl.inc"), OpenClSource.literal());
  }

  /** One piece of text for each of the 25 lanes. */
  static String each(String indent, String format) {
    return IntStream.range(0, 25)
        .mapToObj(i -> indent + format.replace("#", Integer.toString(i)))
        .collect(Collectors.joining("\n"));
  }
}
