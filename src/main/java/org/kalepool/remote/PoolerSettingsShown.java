package org.kalepool.remote;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.kalepool.pooler.Standing;

/** What operators have set of a pooler. Amounts are stroops. */
@RegisterForReflection
@Schema(name = "RemotePoolerSettings")
record PoolerSettingsShown(
    String name,
    @Schema(description = "False while it runs out: no new farmers, no plants") boolean active,
    int maxFarmers,
    @Schema(description = "In the terms of who registers now, 1/10 000") int shareBasisPoints,
    @Schema(description = "What it may owe and have at stake together") long maxDebt) {

  static PoolerSettingsShown of(Standing pooler) {
    return new PoolerSettingsShown(
        pooler.name(),
        pooler.active(),
        pooler.maxFarmers(),
        pooler.shareBasisPoints(),
        pooler.maxDebt().stroops());
  }
}
