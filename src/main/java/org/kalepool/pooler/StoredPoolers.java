package org.kalepool.pooler;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The poolers in the database. */
@Singleton
final class StoredPoolers implements Poolers {
  private final PoolerRepository repository;
  private final OwnPooler own;

  StoredPoolers(PoolerRepository repository, OwnPooler own) {
    this.repository = repository;
    this.own = own;
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
    repository.change(id, change);
  }

  @Override
  public int lockPlaces(UUID id) {
    return repository.lockPlaces(id);
  }
}
