package org.kalepool.lab.sandbox.fault;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The caller gets no answer: the sandbox was told to misbehave. */
public final class Unreachable extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  public Unreachable(String message) {
    super(new IOException(message));
  }
}
