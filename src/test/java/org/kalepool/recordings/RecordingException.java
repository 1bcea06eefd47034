package org.kalepool.recordings;

/** A recording, or a folder of them, that cannot be read. */
final class RecordingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RecordingException(String message) {
    super(message);
  }

  RecordingException(String message, Exception cause) {
    super(message, cause);
  }
}
