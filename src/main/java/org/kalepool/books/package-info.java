/**
 * Double-entry accounts in stroops: every movement of a farmer's money as a balanced, append-only
 * journal entry, what follows from them, and their comparison with the chain.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.books;
