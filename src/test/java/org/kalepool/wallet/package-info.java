/** Keys: sealed, read from files, used for signing, and wiped from memory. */
@org.jspecify.annotations.NullMarked
package org.kalepool.wallet;
