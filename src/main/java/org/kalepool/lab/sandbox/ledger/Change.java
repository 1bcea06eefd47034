package org.kalepool.lab.sandbox.ledger;

import org.jspecify.annotations.Nullable;

/**
 * One entry before and after; null where there is none.
 *
 * @param before as it was
 * @param after as it is
 */
public record Change(Key key, @Nullable StoredEntry before, @Nullable StoredEntry after) {}
