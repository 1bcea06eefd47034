package org.kalepool.lab.simulation;

import java.util.UUID;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.lab.sandbox.Sandbox;

/** A farmer with a vault as the simulation knows it. */
final class VaultFarmer {
  final UUID id;
  final String token;

  /** The name of the vault's owner among the network's people. */
  final String name;

  final Address owner;

  /** What the owner had before it paid anything. */
  final Kale before;

  final Address vault;

  /** Whether its owner ever pays anything into it. */
  final boolean pays;

  /** Stroops that were sent to it by plain payments after it could have been planted from. */
  long donated;

  /** When its owner last paid something into it, or out of it. */
  long paidIn = Long.MIN_VALUE / 2;

  VaultFarmer(
      UUID id, String token, String name, Address owner, Kale before, Address vault, boolean pays) {
    this.id = id;
    this.token = token;
    this.name = name;
    this.owner = owner;
    this.before = before;
    this.vault = vault;
    this.pays = pays;
  }

  /** Has its owner pay into it plainly; whether that was sent, as in the next two. */
  boolean pays(Sandbox network, Kale amount) {
    paidIn = network.ledger();
    return network.pays(name, vault, amount);
  }

  boolean deposits(Sandbox network, Kale amount) {
    paidIn = network.ledger();
    return network.deposits(name, vault, amount);
  }

  boolean withdraws(Sandbox network, Kale most) {
    paidIn = network.ledger();
    return network.withdraws(name, vault, owner, most);
  }

  String path() {
    return "/api/v1/farmers/" + id;
  }
}
