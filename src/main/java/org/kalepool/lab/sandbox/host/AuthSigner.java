package org.kalepool.lab.sandbox.host;

import org.jspecify.annotations.Nullable;

/** One that has allowed something, by an entry or because that is written down. */
final class AuthSigner {
  /** SorobanCredentialsType. */
  enum Credentials {
    SOURCE,
    ADDRESS,
    ADDRESS_V2
  }

  private final HostValue address;
  private final Credentials credentials;
  private final @Nullable Long nonce;
  private final long expiration;
  private final HostValue signature;
  private MatchTracker tracker;
  private boolean verified;
  private boolean busy;

  AuthSigner(
      HostValue address,
      Credentials credentials,
      @Nullable Long nonce,
      long expiration,
      HostValue signature,
      MatchTracker tracker) {
    this.address = address;
    this.credentials = credentials;
    this.nonce = nonce;
    this.expiration = expiration;
    this.signature = signature;
    this.tracker = tracker;
  }

  HostValue address() {
    return address;
  }

  Credentials credentials() {
    return credentials;
  }

  @Nullable Long nonce() {
    return nonce;
  }

  /** The last ledger that the signature is good for. */
  long expiration() {
    return expiration;
  }

  HostValue signature() {
    return signature;
  }

  MatchTracker tracker() {
    return tracker;
  }

  boolean verified() {
    return verified;
  }

  void verified(boolean isVerified) {
    verified = isVerified;
  }

  /** Whether its signature is being checked: then it takes part in nothing. */
  boolean busy() {
    return busy;
  }

  void busy(boolean isBusy) {
    busy = isBusy;
  }

  AuthSigner copy() {
    AuthSigner copy =
        new AuthSigner(address, credentials, nonce, expiration, signature, tracker.copy());
    copy.verified = verified;
    return copy;
  }
}
