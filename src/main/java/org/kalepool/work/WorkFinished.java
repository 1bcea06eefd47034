package org.kalepool.work;

/** No more work can land in this block. */
public record WorkFinished(long block) {}
