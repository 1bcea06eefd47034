package org.kalepool.pages;

import org.kalepool.ops.HashingPause;
import org.kalepool.ops.OperatorStatus;

/** The hashing, and what a pause of it would cost. */
public record OperatorHashingView(OperatorStatus.Hashing hashing, HashingPause.Effect pause) {}
