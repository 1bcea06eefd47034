package org.kalepool.lab.sandbox.host;

import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** Module {@code p}: random numbers, of each frame its own. */
final class PrngFunctions {
  private PrngFunctions() {}

  static void add(HostFunctions.Table table) {
    table.add("p._", "prng_reseed", "BytesObject->Void", PrngFunctions::reseed);
    table.add(
        "p.0",
        "prng_bytes_new",
        "U32Val->BytesObject",
        (host, args) -> Make.object(host, Values.bytes(prng(host, args).bytes(args.u32(0)))));
    table.add(
        "p.1",
        "prng_u64_in_inclusive_range",
        "u64,u64->u64",
        (host, args) -> {
          Prng prng = prng(host, args);
          if (Long.compareUnsigned(args.raw(0), args.raw(1)) > 0) {
            throw HostFault.of(Kind.VALUE, Code.INVALID_INPUT, "an empty range");
          }
          return prng.between(args.raw(0), args.raw(1));
        });
    table.add(
        "p.2",
        "prng_vec_shuffle",
        "VecObject->VecObject",
        (host, args) -> {
          Make.visit(host);
          return Make.object(host, new HostValue.Vec(prng(host, args).shuffled(args.items(0))));
        });
  }

  private static Prng prng(Host host, HostArgs args) {
    Prng own = args.frame().prng();
    if (own == null) {
      own = host.prng().branch();
      args.frame().prng(own);
    }
    return own;
  }

  private static Object reseed(Host host, HostArgs args) {
    Make.visit(host);
    byte[] seed = args.blob(0);
    host.budget().copy(Prng.SEED_BYTES);
    if (seed.length != Prng.SEED_BYTES) {
      throw host.log()
          .fault(
              Kind.VALUE,
              Code.UNEXPECTED_SIZE,
              "Unexpected size of BytesObject in prng_reseed",
              Values.u32(seed.length));
    }
    // the frame draws its own even if it throws it away at once
    prng(host, args);
    args.frame().prng(Prng.seeded(seed, host.budget()));
    return Values.VOID;
  }
}
