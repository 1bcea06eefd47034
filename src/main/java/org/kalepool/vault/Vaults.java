package org.kalepool.vault;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;

/** The vaults of farmers, those of lapsed registrations among them. */
public interface Vaults {
  /** Whether a farmer can choose one: a pool contract is set. */
  boolean offered();

  /**
   * The pool contract that makes new vaults.
   *
   * @throws IllegalStateException if none is set
   */
  Address contract();

  /** Who plants from vaults, and stops them for the pool: the own pooler's wallet. */
  Address operator();

  /**
   * Works out where a newcomer's vault will be and writes it down, in the caller's database
   * transaction. Nothing is asked of the network.
   *
   * @param basisPoints the pool's share of what it gains, for ever
   * @param floor the balance below which nothing is planted from it, at first
   */
  Vault offer(UUID farmer, Address owner, int basisPoints, Kale floor);

  Optional<Vault> find(UUID farmer);

  /** Of several farmers; those without a vault are absent. */
  Map<UUID, Vault> of(Collection<UUID> farmers);

  /** The vault that is, or will be, at this address. */
  Optional<Vault> at(Address address);

  /**
   * Those that have been made, in the order of their farmers' ids.
   *
   * @param after the last one before; null for the first ones
   */
  List<Vault> allMade(@Nullable UUID after, int limit);

  /** Notes that a vault is there, in the caller's database transaction; the first ledger counts. */
  void made(UUID farmer, long ledger);

  /**
   * Notes that a vault is stopped, in the caller's database transaction; the first ledger counts.
   */
  void stopped(UUID farmer, long ledger);

  /** Notes that the pool's share was taken, in the caller's database transaction. */
  void settled(UUID farmer, long ledger);
}
