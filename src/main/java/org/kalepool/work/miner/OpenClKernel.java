package org.kalepool.work.miner;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The kernel in OpenCL C, on one device. Its calls run one after another. */
final class OpenClKernel implements Kernel, AutoCloseable {
  /** What {@link OpenCl#search} takes from OpenCL's errors, so that they are not taken for hits. */
  private static final int ERRORS_FROM = 100;

  private static final Logger LOG = System.getLogger(OpenClKernel.class.getName());

  private final OpenCl.Device device;
  private final byte[] call = new byte[OpenCl.CALL];
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
    long found = OpenCl.search(handle, constants, startLow, count, mask, call);
    if (found < -1) {
      throw new DeviceFailure(OpenClError.sentence(call, found + ERRORS_FROM));
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
      int error = OpenCl.close(handle, call);
      handle = 0;
      if (error != 0) {
        LOG.log(
            Level.WARNING,
            "{0} was not given back whole: {1}",
            name(),
            OpenClError.sentence(call, error));
      }
    }
  }
}
