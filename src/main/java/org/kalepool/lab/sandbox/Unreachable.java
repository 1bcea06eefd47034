package org.kalepool.lab.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The caller gets no answer: the sandbox was told to misbehave. */
public final class Unreachable extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  private final long silenceMillis;

  Unreachable(String message, long silenceMillis) {
    super(new IOException(message));
    this.silenceMillis = silenceMillis;
  }

  long silenceMillis() {
    return silenceMillis;
  }
}
