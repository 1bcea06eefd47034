package org.kalepool.work.miner;

/** A device erred, did not answer or told what is not so; it is not asked again. */
final class DeviceFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DeviceFailure(String message) {
    super(message);
  }
}
