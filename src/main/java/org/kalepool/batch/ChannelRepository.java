package org.kalepool.batch;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.wallet.Wallets;

/**
 * The table {@code batch_channels}, and who may be in a batch. A channel's key is made from its
 * number and the pool's sealed root, as a newcomer's is, so that no lost row, and no restored
 * backup, loses what is in it.
 */
@Singleton
class ChannelRepository implements PanacheRepositoryBase<ChannelEntity, Integer> {
  private final Clock clock;
  private final Wallets wallets;

  ChannelRepository(Clock clock, Wallets wallets) {
    this.clock = clock;
    this.wallets = wallets;
  }

  /** All there ever were, by their numbers, whether their accounts exist or not. */
  @ActivateRequestContext
  List<Address> accounts() {
    return getEntityManager()
        .createQuery("select account from ChannelEntity order by number", Address.class)
        .getResultList();
  }

  /** Makes the keys of those that are missing up to a number, in the caller's transaction. */
  void open(int number) {
    for (int next = accounts().size() + 1; next <= number; next++) {
      UUID owner =
          UUID.nameUUIDFromBytes(("batch channel " + next).getBytes(StandardCharsets.US_ASCII));
      Address account = wallets.offer(owner);
      wallets.keep(owner, account);
      persistAndFlush(new ChannelEntity(next, account, clock.instant()));
    }
  }

  /** Those who have so much XLM beyond what was advanced for them. */
  @ActivateRequestContext
  Set<UUID> repaying(Collection<UUID> farmers, Xlm least) {
    return farmers.isEmpty()
        ? Set.of()
        : new HashSet<>(
            getEntityManager()
                .createNamedQuery("Channel.repaying", UUID.class)
                .setParameter("farmers", farmers)
                .setParameter("least", least.stroops())
                .getResultList());
  }

  /** Those for whom something of this kind came to nothing in a block. */
  @ActivateRequestContext
  Set<UUID> failed(Collection<UUID> farmers, long block, Action action) {
    return farmers.isEmpty()
        ? Set.of()
        : new HashSet<>(
            getEntityManager()
                .createNamedQuery("Channel.failed", UUID.class)
                .setParameter("farmers", farmers)
                .setParameter("block", block)
                .setParameter("action", action.name())
                .getResultList());
  }
}
