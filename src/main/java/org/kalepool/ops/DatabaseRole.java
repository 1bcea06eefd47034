package org.kalepool.ops;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.kalepool.stellar.NetworkSettings;

/**
 * As whom the pool is in its database. Whoever owns the tables can switch their triggers off, so on
 * a public network that is told: in the log at the start and in the health of the database.
 */
@Singleton
class DatabaseRole {
  private static final Logger LOG = Logger.getLogger(DatabaseRole.class);

  private static final String ASK =
      """
      select current_user,
        (select rolsuper from pg_roles where rolname = current_user),
        exists (select from pg_class where relnamespace = 'public'::regnamespace
                and relname in ('plantings','farmers','wallets')
                and pg_has_role(current_user, relowner, 'MEMBER'))""";

  private final EntityManager entities;
  private final boolean publicNetwork;
  private volatile Optional<String> warning = Optional.empty();

  DatabaseRole(EntityManager entities, NetworkSettings network) {
    this.entities = entities;
    this.publicNetwork = NetworkSettings.isPublic(network);
  }

  void start(@Observes StartupEvent event) {
    warning = publicNetwork ? look() : Optional.empty();
    warning.ifPresent(LOG::warn);
  }

  /** As whom the database sees this process. */
  @RegisterForReflection
  record Role(String name, boolean superuser, boolean owner) {}

  @Transactional
  Optional<String> look() {
    Role role = (Role) entities.createNativeQuery(ASK, Role.class).getSingleResult();
    return Optional.of(described(role)).filter(found -> !found.isEmpty());
  }

  private static String described(Role role) {
    if (!role.superuser() && !role.owner()) {
      return "";
    }
    return "the pool's database role "
        + role.name()
        + (role.superuser() ? " is a superuser" : " owns the tables")
        + " and could switch off what keeps history as it is: give it a role of its own and name the"
        + " owner in kale.database.owner-username, see docs/operations.md";
  }

  /** What is wrong with the role; empty if nothing is, or the network is nobody's but ours. */
  Optional<String> warning() {
    return warning;
  }
}
