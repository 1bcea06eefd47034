package org.kalepool.lab.load;

import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.Traffic;

/** A block that has opened, and what had been used then. */
final class LoadMark {
  final long block;
  final LoadMeter.Used used;
  final int requests;
  final Traffic node;
  @Nullable Double heap;
  double hashRate;
  boolean measured;

  LoadMark(long block, LoadMeter.Used used, int requests, Traffic node) {
    this.block = block;
    this.used = used;
    this.requests = requests;
    this.node = node;
  }
}
