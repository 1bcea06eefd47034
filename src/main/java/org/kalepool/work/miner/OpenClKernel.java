package org.kalepool.work.miner;

/** The kernel in OpenCL C, on one device. Its calls run one after another. */
final class OpenClKernel implements Kernel, AutoCloseable {
  /** What {@link OpenCl#search} takes from OpenCL's errors, so that they are not taken for hits. */
  private static final int ERRORS_FROM = 100;

  private final OpenCl.Device device;
  private long handle;

  /**
   * Makes the device ready.
   *
   * @throws DeviceFailure if it cannot be used
   */
  OpenClKernel(OpenCl.Device device) {
    this.device = device;
    this.handle = OpenCl.open(device);
  }

  OpenCl.Device device() {
    return device;
  }

  @Override
  public String name() {
    return device.id();
  }

  @Override
  public boolean onDevice() {
    return true;
  }

  /**
   * @throws DeviceFailure if the device errs or does not answer in ten seconds
   */
  @Override
  public synchronized int scan(long[] constants, int startLow, int count, long mask) {
    if (handle == 0) {
      throw new DeviceFailure("closed");
    }
    long found = OpenCl.search(handle, constants, startLow, count, mask);
    if (found < -1) {
      throw new DeviceFailure(OpenCl.error(found + ERRORS_FROM));
    }
    if (found >= count) {
      throw new DeviceFailure("it found nonce %d of %d".formatted(found, count));
    }
    return (int) found;
  }

  /** Gives the device back; not while a call that may never end is under way. */
  @Override
  public synchronized void close() {
    if (handle != 0) {
      OpenCl.close(handle);
      handle = 0;
    }
  }
}
