package org.kalepool.work.miner;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The kernels that this machine and this process can run, each of which has proved itself against
 * Bouncy Castle, and those that were turned away.
 */
public final class Kernels {
  /** In the order in which they are tried. */
  private static final List<String> NAMES =
      List.of(
          "scalar",
          "vector512",
          "vector256",
          "native-portable",
          "native-avx2",
          "native-avx512",
          "native-neon",
          "native-sha3");

  private static final List<String> VECTORS = List.of("vector512", "vector256");

  private static final String ONE_WIDTH = "a process uses one vector width";

  /** Machine code, the fastest first. */
  private static final List<String> NATIVE =
      List.of("native-avx512", "native-sha3", "native-avx2", "native-neon", "native-portable");

  private final List<Kernel> available;
  private final Map<String, String> refused;

  private Kernels(List<Kernel> available, Map<String, String> refused) {
    this.available = List.copyOf(available);
    this.refused = Collections.unmodifiableMap(refused);
  }

  /**
   * The choice that was made, and why.
   *
   * @param rated all that were measured for it; empty if none had to be
   */
  public record Choice(Kernel kernel, String why, Optional<RatedKernels> rated) {}

  /** All names that can be asked for. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * Every kernel that can be had in one process: the widest vector one only, see {@link
   * VectorKernels}.
   *
   * @param random draws the self-test's messages
   */
  public static Kernels all(RandomGenerator random) {
    return matching(_ -> true, random);
  }

  /** Of these, those whose names are wanted, and the scalar one. */
  static Kernels matching(Predicate<String> wanted, RandomGenerator random) {
    Finder finder = new Finder(random);
    NAMES.stream()
        .filter(name -> name.equals("scalar") || wanted.test(name))
        .forEach(finder::tryToAdd);
    return finder.found();
  }

  /**
   * Those of which one may be the fastest. Until the JIT has compiled the vector kernels their
   * self-test takes seconds, and where there is the assembly they lose to it anyway.
   */
  private static Kernels contenders(RandomGenerator random) {
    Finder finder = new Finder(random);
    finder.addAllButVectors();
    finder.addVectorsWhereTheyMayBeFastest();
    return finder.found();
  }

  /**
   * Those that can take over from the one that hashes, that one included, and how fast one thread
   * is with each; takes up to two seconds of a core.
   *
   * @param hashing null if nothing does
   * @param random draws the self-test's messages
   * @throws IllegalStateException if no kernel hashes correctly here
   */
  public static RatedKernels rated(
      @Nullable Kernel hashing, RandomGenerator random, LongSupplier nanoTime) {
    Finder finder = new Finder(random);
    finder.addAllButVectors();
    if (hashing != null && isVector(hashing.name())) {
      finder.available.add(hashing);
      VECTORS.stream()
          .filter(name -> !name.equals(hashing.name()))
          .forEach(name -> finder.refused.put(name, ONE_WIDTH));
    } else {
      finder.addVectorsWhereTheyMayBeFastest();
    }
    return finder.found().rated(nanoTime);
  }

  private RatedKernels rated(LongSupplier nanoTime) {
    return new RatedKernels(Calibration.rate(available, nanoTime), refused);
  }

  /**
   * Only the named kernel, and the scalar one to fall back on.
   *
   * @throws IllegalArgumentException if there is no such name
   */
  public static Kernels only(String name, RandomGenerator random) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException("no kernel " + name + ", but " + NAMES);
    }
    return matching(name::equals, random);
  }

  /**
   * One in machine code that works here, where there is any, without a calibration; otherwise the
   * scalar one. For hashing that need not be the fastest, but begins at once.
   *
   * @param random draws the self-test's messages
   */
  public static Kernel readyMade(RandomGenerator random) {
    Finder finder = new Finder(random);
    for (String name : NATIVE) {
      finder.tryToAdd(name);
      if (!finder.available.isEmpty()) {
        break;
      }
    }
    if (finder.available.isEmpty()) {
      finder.tryToAdd("scalar");
    }
    return finder.found().available().getFirst();
  }

  /** At least the scalar one; all have passed the self-test. */
  public List<Kernel> available() {
    return available;
  }

  /** Whether a kernel is available. */
  boolean has(String name) {
    return has(available, name);
  }

  private static boolean has(List<Kernel> kernels, String name) {
    return kernels.stream().anyMatch(kernel -> kernel.name().equals(name));
  }

  /** Name and reason of those that are not available. */
  public Map<String, String> refused() {
    return refused;
  }

  /** Hashes a second of one thread at this moment; takes some milliseconds. */
  public static double speed(Kernel kernel, LongSupplier nanoTime) {
    return Calibration.rateNow(kernel, nanoTime);
  }

  /**
   * The kernel to hash with.
   *
   * @param wanted the operator's choice; {@code auto} or empty: the fastest of a calibration, which
   *     takes about a second, most of it spent on letting the JIT compile
   * @param random draws the self-test's messages
   * @param nanoTime such as {@link System#nanoTime}
   * @throws IllegalArgumentException if there is no such kernel
   */
  public static Choice choose(
      Optional<String> wanted, RandomGenerator random, LongSupplier nanoTime) {
    Optional<String> name = wanted.filter(setting -> !setting.equals("auto"));
    if (name.isPresent()) {
      return asSet(name.get(), only(name.get(), random));
    }
    Kernels kernels = contenders(random);
    RatedKernels rated = kernels.rated(nanoTime);
    return new Choice(
        rated.fastest(),
        "the fastest of %s; not available: %s".formatted(rated, kernels.refused()),
        Optional.of(rated));
  }

  private static Choice asSet(String name, Kernels kernels) {
    for (Kernel kernel : kernels.available()) {
      if (kernel.name().equals(name)) {
        return new Choice(kernel, "as set", Optional.empty());
      }
    }
    return new Choice(
        kernels.available().getFirst(),
        "%s is set but not available: %s".formatted(name, kernels.refused().get(name)),
        Optional.empty());
  }

  private static boolean isVector(String name) {
    return VECTORS.contains(name);
  }

  /** Collects what works. */
  private static final class Finder {
    private final KernelSelfTest selfTest;
    private final List<Kernel> available = new ArrayList<>();
    private final Map<String, String> refused = new LinkedHashMap<>();
    private final Optional<String> noLibrary = NativeLibrary.load();

    Finder(RandomGenerator random) {
      selfTest = new KernelSelfTest(random);
    }

    void addAllButVectors() {
      NAMES.stream().filter(name -> !isVector(name)).forEach(this::tryToAdd);
    }

    void addVectorsWhereTheyMayBeFastest() {
      for (String vector : VECTORS) {
        if (has(available, "native-avx512")) {
          refused.put(vector, "native-avx512 is faster");
        } else {
          tryToAdd(vector);
        }
      }
    }

    void tryToAdd(String name) {
      switch (name) {
        case "scalar" -> add(name, ScalarKernel::new);
        case "vector512" -> add(name, () -> VectorKernels.ofBits(512));
        case "vector256" -> addSecondWidth(name);
        case "native-portable" -> addNative(name, NativeKernel.InstructionSet.PORTABLE);
        case "native-avx2" -> addNative(name, NativeKernel.InstructionSet.AVX2);
        case "native-avx512" -> addNative(name, NativeKernel.InstructionSet.AVX512);
        case "native-neon" -> addNative(name, NativeKernel.InstructionSet.NEON);
        case "native-sha3" -> addNative(name, NativeKernel.InstructionSet.SHA3);
        default -> throw new IllegalArgumentException(name);
      }
    }

    private void addSecondWidth(String name) {
      if (has(available, "vector512")) {
        refused.put(name, ONE_WIDTH + ", and 512 bits fit");
      } else {
        add(name, () -> VectorKernels.ofBits(256));
      }
    }

    private void addNative(String name, NativeKernel.InstructionSet set) {
      if (noLibrary.isPresent()) {
        refused.put(name, noLibrary.get());
      } else {
        add(name, () -> new NativeKernel(set));
      }
    }

    private void add(String name, Supplier<Kernel> maker) {
      Kernel kernel;
      try {
        kernel = maker.get();
      } catch (UnsupportedOperationException | UnsatisfiedLinkError e) {
        refused.put(name, String.valueOf(e.getMessage()));
        return;
      }
      Optional<String> failure = selfTest.failure(kernel);
      if (failure.isPresent()) {
        refused.put(name, "failed its self-test: " + failure.get());
      } else {
        available.add(kernel);
      }
    }

    Kernels found() {
      if (available.isEmpty()) {
        throw new IllegalStateException("no kernel hashes correctly: " + refused);
      }
      return new Kernels(available, refused);
    }
  }
}
