package org.kalepool.lab.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * One entry before and after; null where there is none.
 *
 * @param before as it was
 * @param after as it is
 */
record Change(Key key, @Nullable Entry before, @Nullable Entry after) {}
