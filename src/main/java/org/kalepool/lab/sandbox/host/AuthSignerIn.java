package org.kalepool.lab.sandbox.host;

import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** Reads a SorobanAuthorizationEntry. */
final class AuthSignerIn {
  private AuthSignerIn() {}

  static AuthSigner read(Host host, byte[] entry) {
    XdrIn in = new XdrIn(entry);
    int type = in.int32();
    if (type == 0) {
      Authorized root = Authorized.read(in, host.in());
      return new AuthSigner(
          host.source(),
          AuthSigner.Credentials.SOURCE,
          null,
          0,
          Values.VOID,
          new MatchTracker(root));
    }
    if (type != 1 && type != 2) {
      throw HostFault.of(
          Kind.CONTEXT, Code.INTERNAL_ERROR, "not imitated: credentials with delegates");
    }
    HostValue address = Values.address(ScValIn.scAddress(in));
    long nonce = in.int64();
    long expiration = in.uint32();
    HostValue signature = host.in().read(in);
    Authorized root = Authorized.read(in, host.in());
    return new AuthSigner(
        address,
        type == 1 ? AuthSigner.Credentials.ADDRESS : AuthSigner.Credentials.ADDRESS_V2,
        nonce,
        expiration,
        signature,
        new MatchTracker(root));
  }
}
