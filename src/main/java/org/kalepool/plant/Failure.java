package org.kalepool.plant;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.Cause;

/** Why a farmer is not planted in a block. */
record Failure(UUID farmer, Cause cause, @Nullable String detail, @Nullable Long transaction) {}
