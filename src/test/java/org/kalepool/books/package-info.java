/** Entries, terms, what differs from the chain, and what is found on it after a loss. */
@org.jspecify.annotations.NullMarked
package org.kalepool.books;
