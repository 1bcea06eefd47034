package org.kalepool.lab.sandbox.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.NetworkRules;
import org.kalepool.lab.sandbox.ledger.Overlay;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.xdr.Event;

/**
 * What an operation works on.
 *
 * @param state the entries, changed by the operation
 * @param source the operation's source account
 * @param transaction the transaction it is in
 * @param number its place in the transaction, from 0
 * @param sponsors who pays for whose new reserves, for the rest of the transaction
 * @param events what it emits
 */
record OpContext(
    NetworkRules rules,
    Overlay state,
    Ledger ledger,
    SignedTransaction transaction,
    int number,
    Address source,
    Map<Address, Address> sponsors,
    List<Event> events) {

  static OpContext of(
      NetworkRules rules,
      Overlay state,
      Ledger ledger,
      SignedTransaction tx,
      int number,
      Map<Address, Address> sponsors) {
    Address source = tx.source(tx.operations().get(number));
    return new OpContext(rules, state, ledger, tx, number, source, sponsors, new ArrayList<>());
  }

  Data.Account sourceAccount() {
    return account(source);
  }

  /** An account that is known to exist. */
  Data.Account account(Address address) {
    Data.Account account = state.account(address);
    if (account == null) {
      throw new IllegalStateException("no account " + address);
    }
    return account;
  }

  /** Replaces an account's data, keeping who sponsors it. */
  void put(Address address, Data.Account account) {
    Key key = new Key.Account(address);
    StoredEntry before = state.get(key);
    state.put(key, before == null ? StoredEntry.classic(account) : before.with(account));
  }

  /** Lumens that it can spend. */
  long spendable(Address address) {
    Data.Account account = account(address);
    return account.balance() - account.reserve(rules.baseReserve());
  }

  void emit(Event event) {
    events.add(event);
  }
}
