package org.kalepool.lab.sandbox.host;

import org.jspecify.annotations.Nullable;

/**
 * An entry that a call wrote or whose life it extended.
 *
 * @param before as it was, also where its life was over; null: there was none
 * @param after as it is; null: deleted
 */
public record EntryChange(EntryKey key, @Nullable EntryState before, @Nullable EntryState after) {}
