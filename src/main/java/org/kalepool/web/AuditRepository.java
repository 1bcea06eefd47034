package org.kalepool.web;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.inject.Singleton;

/** The table {@code audit}. */
@Singleton
class AuditRepository implements PanacheRepository<AuditEntity> {}
