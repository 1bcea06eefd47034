package org.kalepool.wallet;

/**
 * A seed as it is stored: sealed by a data key of its own, which a key-encryption key wraps. Both
 * parts are a nonce of 12 bytes followed by what AES-256-GCM made.
 *
 * @param format version of this layout
 * @param kekId which key-encryption key wraps the data key
 * @param wrappedKey the wrapped data key
 * @param sealed the sealed seed
 */
record SealedSecret(int format, String kekId, byte[] wrappedKey, byte[] sealed) {}
