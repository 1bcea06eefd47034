package org.kalepool.lab.sandbox.host;

/** Module {@code c}: hashes and signatures. */
final class CryptoFunctions {
  private CryptoFunctions() {}

  static void add(HostFunctions.Table table) {
    table.add(
        "c._",
        "compute_hash_sha256",
        "BytesObject->BytesObject",
        (host, args) -> {
          Make.visit(host);
          return Make.object(host, Values.bytes(host.crypto().sha256(args.blob(0))));
        });
    table.add(
        "c.0",
        "verify_sig_ed25519",
        "BytesObject,BytesObject,BytesObject->Void",
        (host, args) -> {
          Make.visit(host);
          byte[] key = args.blob(0);
          host.crypto().checkEd25519Key(key);
          byte[] signature = host.crypto().requireLength("sig", args.blob(2), 64);
          host.crypto().verifyEd25519(key, args.blob(1), signature);
          return Values.VOID;
        });
    table.add(
        "c.1",
        "compute_hash_keccak256",
        "BytesObject->BytesObject",
        (host, args) -> {
          Make.visit(host);
          return Make.object(host, Values.bytes(host.crypto().keccak256(args.blob(0))));
        });
    table.add(
        "c.2",
        "recover_key_ecdsa_secp256k1",
        "BytesObject,BytesObject,U32Val->BytesObject",
        (host, args) -> {
          Make.visit(host);
          return Make.object(
              host,
              Values.bytes(
                  host.crypto().recoverSecp256k1(args.blob(0), args.blob(1), args.u32(2))));
        });
    table.add(
        "c.3",
        "verify_sig_ecdsa_secp256r1",
        "BytesObject,BytesObject,BytesObject->Void",
        21,
        (host, args) -> {
          Make.visit(host);
          host.crypto().verifySecp256r1(args.blob(0), args.blob(1), args.blob(2));
          return Values.VOID;
        });
  }
}
