package org.kalepool.pooler;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The view {@code pooler_standings}. */
@Singleton
public class PoolerStandings implements PanacheRepositoryBase<PoolerStandingView, UUID> {
  /** How one stands; empty if there is none. */
  @ActivateRequestContext
  public Optional<Standing> of(UUID pooler) {
    return find("poolerId", pooler).project(Standing.class).singleResultOptional();
  }

  /** How all stand: the own one first, the others by name. */
  @ActivateRequestContext
  public List<Standing> all() {
    return find("order by own desc, name").project(Standing.class).list();
  }
}
