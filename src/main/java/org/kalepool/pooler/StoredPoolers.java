package org.kalepool.pooler;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.db.Db;

/** The poolers in the database. */
@Singleton
final class StoredPoolers implements Poolers {
  private final PoolerRepository repository;
  private final OwnPooler own;
  private final Db db;

  StoredPoolers(PoolerRepository repository, OwnPooler own, Db db) {
    this.repository = repository;
    this.own = own;
    this.db = db;
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
  public boolean reserve(UUID id) {
    return repository.lockActive(id)
        && db.one(
                "select 1 from poolers p where p.id = ? and p.max_farmers >"
                    + " (select count(*) from farmers f where f.pooler_id = p.id"
                    + " and f.funded_at is not null and f.state <> 'DEPARTED')",
                row -> true,
                id)
            .isPresent();
  }
}
