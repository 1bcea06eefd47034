package org.kalepool.lab.sandbox;

/**
 * What has gone over HTTP: requests, and the bytes of their bodies as they went over the wire.
 *
 * @param received by the sandbox
 * @param sent by the sandbox, packed where the client took that
 */
public record Traffic(long requests, long received, long sent) {
  /** What has gone since then. */
  public Traffic since(Traffic before) {
    return new Traffic(requests - before.requests, received - before.received, sent - before.sent);
  }

  /** Both ways. */
  public long bytes() {
    return received + sent;
  }
}
