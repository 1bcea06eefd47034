package org.kalepool.work.miner;

import java.lang.reflect.InvocationTargetException;

/**
 * Finds the Vector API kernels by name, so that nothing refers to their classes where they cannot
 * be linked: in a JVM without jdk.incubator.vector, and in a native image, where the API boxes
 * every vector.
 *
 * <p>A process uses one width only. C2 decides by type profiles inside the JDK's LongVector that
 * all kernels share; with two widths in them neither kernel is compiled without boxing, and both
 * lose nine tenths of their speed.
 */
final class VectorKernels {
  private VectorKernels() {}

  static boolean inNativeImage() {
    return System.getProperty("org.graalvm.nativeimage.imagecode") != null;
  }

  /**
   * The kernel for vectors of this many bits.
   *
   * @throws UnsupportedOperationException if it would not pay here; the message says why
   */
  static Kernel ofBits(int bits) {
    if (inNativeImage()) {
      throw new UnsupportedOperationException("does not pay in a native image");
    }
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      throw new UnsupportedOperationException("needs --add-modules jdk.incubator.vector");
    }
    String name = VectorKernels.class.getPackageName() + ".Vector" + bits + "Kernel";
    try {
      return Class.forName(name).asSubclass(Kernel.class).getDeclaredConstructor().newInstance();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof UnsupportedOperationException refusal) {
        throw refusal;
      }
      throw new IllegalStateException(name, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name, e);
    }
  }
}
