package org.kalepool.lab.sandbox.host;

/**
 * Module {@code c}: curves for proofs (BLS12-381, BN254) and hashes made for them. Contracts of the
 * pool use none; a call ends with "not imitated" and the function's name.
 */
final class NotImitated {
  private NotImitated() {}

  static void add(HostFunctions.Table table) {
    table.missing("c.4", "bls12_381_check_g1_is_in_subgroup", "BytesObject->Bool", 22);
    table.missing("c.5", "bls12_381_g1_add", "BytesObject,BytesObject->BytesObject", 22);
    table.missing("c.6", "bls12_381_g1_mul", "BytesObject,U256Val->BytesObject", 22);
    table.missing("c.7", "bls12_381_g1_msm", "VecObject,VecObject->BytesObject", 22);
    table.missing("c.8", "bls12_381_map_fp_to_g1", "BytesObject->BytesObject", 22);
    table.missing("c.9", "bls12_381_hash_to_g1", "BytesObject,BytesObject->BytesObject", 22);
    table.missing("c.a", "bls12_381_check_g2_is_in_subgroup", "BytesObject->Bool", 22);
    table.missing("c.b", "bls12_381_g2_add", "BytesObject,BytesObject->BytesObject", 22);
    table.missing("c.c", "bls12_381_g2_mul", "BytesObject,U256Val->BytesObject", 22);
    table.missing("c.d", "bls12_381_g2_msm", "VecObject,VecObject->BytesObject", 22);
    table.missing("c.e", "bls12_381_map_fp2_to_g2", "BytesObject->BytesObject", 22);
    table.missing("c.f", "bls12_381_hash_to_g2", "BytesObject,BytesObject->BytesObject", 22);
    table.missing("c.g", "bls12_381_multi_pairing_check", "VecObject,VecObject->Bool", 22);
    table.missing("c.h", "bls12_381_fr_add", "U256Val,U256Val->U256Val", 22);
    table.missing("c.i", "bls12_381_fr_sub", "U256Val,U256Val->U256Val", 22);
    table.missing("c.j", "bls12_381_fr_mul", "U256Val,U256Val->U256Val", 22);
    table.missing("c.k", "bls12_381_fr_pow", "U256Val,U64Val->U256Val", 22);
    table.missing("c.l", "bls12_381_fr_inv", "U256Val->U256Val", 22);
    table.missing("c.m", "bn254_g1_add", "BytesObject,BytesObject->BytesObject", 25);
    table.missing("c.n", "bn254_g1_mul", "BytesObject,U256Val->BytesObject", 25);
    table.missing("c.o", "bn254_multi_pairing_check", "VecObject,VecObject->Bool", 25);
    table.missing(
        "c.p",
        "poseidon_permutation",
        "VecObject,Symbol,U32Val,U32Val,U32Val,U32Val,VecObject,VecObject->VecObject",
        25);
    table.missing(
        "c.q",
        "poseidon2_permutation",
        "VecObject,Symbol,U32Val,U32Val,U32Val,U32Val,VecObject,VecObject->VecObject",
        25);
    table.missing("c.r", "bn254_g1_msm", "VecObject,VecObject->BytesObject", 26);
    table.missing("c.s", "bn254_fr_add", "U256Val,U256Val->U256Val", 26);
    table.missing("c.t", "bn254_fr_sub", "U256Val,U256Val->U256Val", 26);
    table.missing("c.u", "bn254_fr_mul", "U256Val,U256Val->U256Val", 26);
    table.missing("c.v", "bn254_fr_pow", "U256Val,U64Val->U256Val", 26);
    table.missing("c.w", "bn254_fr_inv", "U256Val->U256Val", 26);
    table.missing("c.x", "bls12_381_g1_is_on_curve", "BytesObject->Bool", 26);
    table.missing("c.y", "bls12_381_g2_is_on_curve", "BytesObject->Bool", 26);
    table.missing("c.z", "bn254_g1_is_on_curve", "BytesObject->Bool", 26);
  }
}
