package org.kalepool.plant;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.Cause;

/** Why farmers who ought to be planted are not asked for now, as far as this process knows. */
public interface HoldReasons {
  /** A reason, which may pass. */
  record Reason(Cause cause, @Nullable String detail) {}

  /** Empty if it is not held back, or another process farms. */
  Optional<Reason> of(long block, UUID farmer);
}
