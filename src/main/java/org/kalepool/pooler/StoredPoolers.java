package org.kalepool.pooler;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** The poolers in the database. */
@Singleton
final class StoredPoolers implements Poolers {
  private final PoolerRepository repository;
  private final OwnPooler own;
  private final Event<PoolerChanged> changed;

  StoredPoolers(PoolerRepository repository, OwnPooler own, Event<PoolerChanged> changed) {
    this.repository = repository;
    this.own = own;
    this.changed = changed;
  }

  @Override
  public Optional<Pooler> find(UUID id) {
    return repository.pooler(id);
  }

  @Override
  public List<Pooler> all() {
    return repository.poolers();
  }

  @Override
  public Pooler own() {
    own.ensure();
    return repository.own().orElseThrow();
  }

  @Override
  public void change(UUID id, Change change) {
    if (change.name() != null
        && repository.count("name = ?1 and id <> ?2", change.name(), id) > 0) {
      throw new ProblemException(ProblemKind.CONFLICT, "There is another pooler of this name.");
    }
    repository.change(id, change);
    changed.fire(new PoolerChanged(id, false));
  }

  @Override
  public int lockPlaces(UUID id) {
    return repository.lockPlaces(id);
  }
}
